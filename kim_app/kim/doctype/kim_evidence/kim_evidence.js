// The form of evidence: what it says in any script, how it was rated, and newer evidence in its place.
const CONTENT = [
	"participant",
	"title",
	"kind",
	"learning_context",
	"learned_in",
	"from_date",
	"to_date",
	"hours",
	"competences",
	"description_language",
	"description",
	"files",
];
// What newer evidence takes over; files and dates are its own.
const TAKEN_OVER = ["participant", "title", "kind", "learning_context", "learned_in", "description_language", "description"];
const COLOURS = { Recorded: "gray", Rated: "orange", Verified: "green", Superseded: "darkgrey" };

frappe.ui.form.on("KIM Evidence", {
	setup(frm) {
		frm.set_query("competences", () => ({
			query: "kim_app.frameworks.choosing.competences",
			filters: { meant_for: "Participants", kind: ["Competence", "Indicator"] },
		}));
		learn_limits(frm);
	},

	refresh(frm) {
		any_script(frm);
		show_no_hours(frm);
		offer_files(frm);
		keep_what_was_judged(frm);
		show_where_it_stands_now(frm);
		if (frm.is_new()) return;
		if (frm.doc.__onload?.kim?.may_rate) {
			frm.add_custom_button(__("Rate", null, "Evidence"), () => kim.evidence.rate(frm)).addClass("btn-primary");
		}
		const kept = frm.doc.__onload?.kim?.frozen && frm.doc.status !== "Superseded";
		if (kept && frappe.model.can_create("KIM Evidence")) {
			frm.add_custom_button(__("Record newer evidence"), () => record_newer(frm));
		}
	},

	participant: show_where_it_stands_now,

	description_language: any_script,
});

// Only such files are offered and sent as the server takes; it looks into each of them again.
function learn_limits(frm) {
	frappe.xcall("kim_app.attachments.check.for_upload").then(({ endings, largest }) => {
		frm.kim_restrictions = {
			// People's devices write endings in capitals, too.
			allowed_file_types: endings.flatMap((ending) => [`.${ending}`, `.${ending.toUpperCase()}`]),
			max_file_size: largest,
		};
		frappe.meta.docfield_map["KIM Evidence File"].file.options = { restrictions: frm.kim_restrictions };
	});
}

// Several files at once, each in a row of its own; what they show is written beside them.
function offer_files(frm) {
	const { grid } = frm.fields_dict.files;
	frm.set_df_property("files", "cannot_add_rows", true);
	grid.add_custom_button(__("Attach files"), () => {
		new frappe.ui.FileUploader({
			doctype: frm.doctype,
			docname: frm.docname,
			fieldname: "file",
			folder: "Home/Attachments",
			allow_multiple: true,
			restrictions: frm.kim_restrictions,
			on_success({ file_url }) {
				if (frm.doc.files?.some((row) => row.file === file_url)) return;
				frm.add_child("files", { file: file_url });
				frm.refresh_field("files");
				frm.dirty();
			},
		});
	});
	grid.custom_buttons[__("Attach files")].toggleClass("hidden", Boolean(frm.doc.__onload?.kim?.frozen));
}

// Frappe keeps 0 where a whole number is left empty.
function show_no_hours(frm) {
	for (const df of [frappe.meta.docfield_map[frm.doctype].hours, frm.get_docfield("hours")]) {
		df.formatter = (hours) => (Number(hours) ? String(hours) : "");
	}
	if (!frm.doc.hours) frm.fields_dict.hours.$input?.val("");
}

function any_script(frm) {
	const language = frm.doc.description_language || null;
	for (const field of ["title", "description", "participant_name", "rating_comment"]) {
		const control = frm.fields_dict[field];
		$(control.input).add(control.disp_area).attr("dir", "auto").css("text-align", "start");
		if (field === "title" || field === "description") {
			$(control.input).add(control.disp_area).attr("lang", language);
		}
	}
}

function keep_what_was_judged(frm) {
	const frozen = Boolean(frm.doc.__onload?.kim?.frozen);
	for (const field of CONTENT) frm.set_df_property(field, "read_only", frozen);
	if (frozen) frm.disable_save();
	else frm.enable_save();
}

function show_where_it_stands_now(frm) {
	frappe.require("evidence_rating.bundle.js", () => show_where_it_stands(frm));
}

// Before anything is written down about somebody who did not consent.
function ask_for_consent_of(frm, participant) {
	if (!participant || frm.kim_consent?.participant === participant) return;
	frm.kim_consent = { participant };
	frappe.xcall("kim_app.consent.warning_of", { participant }).then((warning) => {
		frm.kim_consent = { participant, warning };
		if (frm.is_new()) show_where_it_stands(frm);
	});
}

function show_where_it_stands(frm) {
	const { doc } = frm;
	if (frm.is_new()) {
		frm.set_intro("");
		if (doc.supersedes) {
			const older = frappe.utils.get_form_link("KIM Evidence", doc.supersedes, true);
			frm.set_intro(__("Takes the place of {0}, which stays readable. Attach the newer files.", [older]), "blue");
		}
		const { participant, warning } = frm.kim_consent || {};
		if (warning && participant === doc.participant) frm.set_intro(frappe.utils.escape_html(warning), "orange");
		ask_for_consent_of(frm, doc.participant);
		return;
	}
	frm.page.set_indicator(__(doc.status), COLOURS[doc.status]);
	const { frozen, rater } = doc.__onload?.kim || {};
	const day = frappe.datetime.str_to_user((doc.rated_on || "").slice(0, 10));
	const lines = [];
	if (doc.from_participant) lines.push(`<div>${__("The participant handed this in on their own page.")}</div>`);
	if (doc.rated_on) {
		lines.push(
			kim.evidence.pills(doc),
			`<span class="text-muted">${__("Rated by {0} on {1}.", [frappe.utils.escape_html(rater), day])}</span>`
		);
		if (doc.rating_comment && doc.status === "Rated") {
			lines.push(`<div dir="auto" style="text-align: start">${frappe.utils.escape_html(doc.rating_comment)}</div>`);
		}
	}
	if (doc.superseded_by) {
		lines.push(
			`<div>${__("Superseded by {0}.", [
				frappe.utils.get_form_link("KIM Evidence", doc.superseded_by, true),
			])}</div>`
		);
	} else if (frozen) {
		lines.push(`<div>${frappe.utils.escape_html(frozen)}</div>`);
	}
	if (!doc.rated_on && !frozen) lines.push(__("Not rated yet. An assessor of the centre rates it."));
	frm.set_intro("");
	frm.set_intro(lines.join(" "), "blue");
}

function record_newer(frm) {
	frappe.model.with_doctype("KIM Evidence", () => {
		const newer = frappe.model.get_new_doc("KIM Evidence");
		for (const field of TAKEN_OVER) newer[field] = frm.doc[field];
		newer.participant_name = frm.doc.participant_name;
		newer.supersedes = frm.doc.name;
		for (const { competence } of frm.doc.competences) {
			Object.assign(frappe.model.add_child(newer, "KIM Evidence Competence", "competences"), { competence });
		}
		frappe.set_route("Form", "KIM Evidence", newer.name);
	});
}
