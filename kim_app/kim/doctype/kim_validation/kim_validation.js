// The form of a validation: levels to choose from the framework's scale, evidence of this participant
// only, a dialog for the steps that need a reason, and how the case came to where it stands.
const STEPS_WITH_REASON = ["Return for Evidence", "Return to Assessor", "Reject", "Revoke"];
const DECIDED = ["Validated", "Not Validated", "Revoked"];
const LEVELS = ["claimed_level", "proposed_level", "validated_level"];
// Filled in by KIM with logins, shown with names.
const PEOPLE = ["case_worker", "assessor", "approver"];

frappe.ui.form.on("KIM Validation", {
	setup(frm) {
		frm.set_query("evidence", "evidence", () => ({ filters: { participant: frm.doc.participant } }));
		frm.set_query("competence", () => ({
			query: "kim_app.frameworks.choosing.competences",
			filters: { meant_for: "Participants" },
		}));
	},

	refresh(frm) {
		frm.kim_texts = frm.doc.__onload?.kim;
		offer_levels(frm);
		show_names(frm);
		open_the_phase(frm);
		show_where_it_stands(frm);
		show_timeline(frm);
		if (frm.is_new()) warn_of_consent(frm);
		if (DECIDED.includes(frm.doc.workflow_state) && frappe.model.can_print(frm.doctype, frm)) {
			frm.add_custom_button(__("Decision letter"), () => open_letter(frm));
		}
		if (frm.doc.__onload?.kim?.may_appeal) {
			frm.add_custom_button(__("Appeal"), () => appeal(frm));
		}
	},

	participant: warn_of_consent,

	competence(frm) {
		if (!frm.doc.competence) return;
		frappe.xcall("kim_app.validation.form.texts_of", { competence: frm.doc.competence }).then((texts) => {
			frm.kim_texts = texts;
			offer_levels(frm);
			show_names(frm);
		});
	},

	before_workflow_action(frm) {
		const action = frm.selected_workflow_action;
		if (!STEPS_WITH_REASON.includes(action)) {
			return frm.is_dirty() ? frm.save(frm.doc.docstatus === 1 ? "Update" : "Save") : undefined;
		}
		return frappe
			.require("steps.bundle.js")
			.then(() => kim.steps.keep_reason(frm, action, __("Whoever goes on with this validation reads it.")));
	},

	after_workflow_action(frm) {
		// Whose turn it is now is known once the case has been read again.
		return frm.reload_doc().then(() =>
			frappe.show_alert({ message: frappe.utils.escape_html(where_it_stands(frm).text), indicator: "green" })
		);
	},
});

// Before anything is written down about somebody who did not consent.
function warn_of_consent(frm) {
	if (!frm.is_new()) return;
	const { participant } = frm.doc;
	frm.set_intro("");
	if (!participant) return;
	frappe.xcall("kim_app.consent.warning_of", { participant }).then((warning) => {
		if (warning && frm.is_new() && frm.doc.participant === participant) {
			frm.set_intro("");
			frm.set_intro(frappe.utils.escape_html(warning), "orange");
		}
	});
}

function offer_levels(frm) {
	const scale = frm.kim_texts?.scale || [];
	if (!scale.length) return;
	// Frappe writes labels and descriptions into the page as they are.
	const escape = frappe.utils.escape_html;
	const titled = Object.fromEntries(scale.map((level) => [level.code, escape(`${level.code} ${level.title}`)]));
	const options = ["", ...scale.map(({ code }) => ({ value: code, label: titled[code] }))];
	for (const field of ["claimed_level", "proposed_level"]) frm.set_df_property(field, "options", options);
	const title_of = (code) => titled[code] || escape(code || "");
	for (const field of LEVELS) {
		const chosen = scale.find((level) => level.code === frm.doc[field]);
		frappe.meta.docfield_map["KIM Validation"][field].formatter = title_of;
		frm.set_df_property(field, "description", chosen ? escape(`${chosen.title}. ${chosen.description}`) : "");
	}
	frappe.require("criterion_ratings.bundle.js", () => kim.show_criterion_ratings(frm, frm.kim_texts));
}

function show_names(frm) {
	for (const [user, name] of Object.entries(frm.kim_texts?.people || {})) {
		// Frappe writes titles of links into the page as they are.
		if (name) frappe.utils.add_link_title("User", user, name.replace(/[<>]/g, ""));
	}
	const { title, framework_title } = frm.kim_texts || {};
	if (title) frappe.utils.add_link_title("KIM Competence", frm.doc.competence, title.replace(/[<>]/g, ""));
	// Frameworks go by their codes in links: a filter by title is not filled in yet when a report or the tree asks.
	const titled = (code) => frappe.utils.escape_html((code && framework_title) || code || "");
	for (const df of [frappe.meta.docfield_map["KIM Validation"].framework, frm.get_docfield("framework")]) {
		df.formatter = titled;
	}
	for (const field of [...PEOPLE, "competence", "framework"]) frm.refresh_field(field);
}

// What a phase does not let anybody write is shown as read-only; the server refuses it in any case.
function open_the_phase(frm) {
	const state = frm.doc.workflow_state || "Identification";
	const documenting = frm.is_new() || ["Identification", "Documentation"].includes(state);
	const assessing = state === "Assessment";
	frm.set_df_property("participant", "read_only", !(frm.is_new() || state === "Identification"));
	frm.set_df_property("competence", "read_only", !(frm.is_new() || state === "Identification"));
	for (const field of ["claimed_level", "evidence"]) frm.set_df_property(field, "read_only", !documenting);
	frm.set_df_property("method", "read_only", !(documenting || assessing));
	for (const field of ["proposed_level", "assessed_on", "rationale"]) {
		frm.set_df_property(field, "read_only", !assessing);
	}
}

function name_of(frm, user) {
	return frm.doc.__onload?.kim?.people?.[user] || user || "";
}

// One sentence on where the case stands, and the colour it is said in.
function where_it_stands(frm) {
	const { doc } = frm;
	const last = (doc.steps || []).at(-1);
	const day = (value) => frappe.datetime.str_to_user(String(value || "").slice(0, 10));
	switch (doc.workflow_state) {
		case "Validated":
			if (doc.validity === "Expired") {
				return { text: __("Expired: it was valid until {0}.", [day(doc.valid_until)]), color: "orange" };
			}
			// One that came in open was decided here, by whom it says.
			if (doc.imported && !doc.approver) {
				return { text: __("Imported from an earlier register: {0}", [doc.legacy_source]), color: "blue" };
			}
			return {
				text: doc.valid_until
					? __("Validated by {0}. Certificate {1}, valid until {2}.", [
							name_of(frm, doc.approver),
							doc.certificate_number,
							day(doc.valid_until),
					  ])
					: __("Validated by {0}. Certificate {1}.", [
							name_of(frm, doc.approver),
							doc.certificate_number,
					  ]),
				color: "green",
			};
		case "Not Validated":
			return {
				text: last
					? __("Not validated, decided by {0}: {1}", [name_of(frm, doc.approver), last.reason])
					: __("Not validated."),
				color: "red",
			};
		case "Revoked":
			return {
				text: __("Revoked by {0} on {1}: {2}", [
					name_of(frm, last?.user),
					day(last?.taken_on),
					last?.reason || "",
				]),
				color: "red",
			};
		default: {
			const role = doc.__onload?.kim?.next_role;
			const returned = STEPS_WITH_REASON.includes(last?.action) && last;
			if (returned) {
				return {
					text: __("Returned by {0}: {1}", [name_of(frm, returned.user), returned.reason]),
					color: "orange",
				};
			}
			return { text: role ? __("Next: {0}", [__(role)]) : "", color: "blue" };
		}
	}
}

function show_where_it_stands(frm) {
	if (frm.is_new()) return frm.set_intro("");
	const { text, color } = where_it_stands(frm);
	const links = [];
	if (frm.doc.__onload?.kim?.appeal) {
		links.push(link(frm.doc.__onload.kim.appeal, __("The appeal: {0}", [frm.doc.__onload.kim.appeal])));
	}
	if (frm.doc.amended_from) {
		links.push(link(frm.doc.amended_from, __("An appeal against {0}", [frm.doc.amended_from])));
	}
	const warnings = [frm.doc.__onload?.kim?.consent_warning].filter(Boolean);
	const apart = warnings.concat(Object.values(frm.doc.__onload?.kim?.not_counting || {})).map(
		(sentence) => `<div>${frappe.utils.escape_html(sentence)}</div>`
	);
	frm.set_intro(
		[frappe.utils.escape_html(text), ...links, ...apart].join(" "),
		apart.length ? "orange" : color
	);
}

function link(name, label) {
	return `<a href="/app/kim-validation/${encodeURIComponent(name)}">${frappe.utils.escape_html(label)}</a>`;
}

const COLOURS = { Approve: "green", Reject: "red", Revoke: "red" };

function show_timeline(frm) {
	const element = frm.get_field("timeline").$wrapper.get(0);
	if (frm.is_new()) return element.replaceChildren();
	const opened = {
		title: __("Opened"),
		who: name_of(frm, frm.doc.case_worker || frm.doc.owner),
		when: frm.doc.creation,
		colour: "gray",
	};
	const entries = (frm.doc.steps || []).map((step) => ({
		title: __(step.action),
		who: name_of(frm, step.user),
		when: step.taken_on,
		from: __(step.from_state),
		to: __(step.to_state),
		reason: step.reason,
		colour: COLOURS[step.action],
	}));
	return frappe.require("steps.bundle.js").then(() => kim.steps.timeline(element, [opened, ...entries]));
}

function ask_for_reason(title, description) {
	return frappe.require("steps.bundle.js").then(() => kim.steps.ask_for_reason(title, description));
}

function appeal(frm) {
	ask_for_reason("Appeal", __("Why the participant appeals. A new validation opens; this one stays."))
		.then((reason) =>
			frappe.xcall("kim_app.validation.appeal.open_appeal", { validation: frm.doc.name, reason })
		)
		.then((name) => frappe.set_route("Form", "KIM Validation", name))
		.catch(() => {})
		.finally(() => frappe.dom.unfreeze());
}

function open_letter(frm) {
	const query = new URLSearchParams({ validation: frm.doc.name });
	window.open(`/api/method/kim_app.printing.api.decision_letter?${query}`);
}
