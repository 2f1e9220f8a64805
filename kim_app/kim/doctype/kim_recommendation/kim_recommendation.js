// The form of a recommendation: its steps, endorsing it, who endorses it, and the reports behind it.

const OF_EQUITY = {
	Participants: "participants",
	"Participation in recognition": "participation",
	"Validation success": "validation_success",
	"Plan completion": "plan_completion",
	"Training attendance": "training_attendance",
};
// As in green_paper/rules.py: report -> the figures that it tells; of two reports the filter that chooses one.
const REPORTS = {
	"KIM Gender Equity": OF_EQUITY,
	"KIM Country Comparison": OF_EQUITY,
	"KIM Validation Pipeline": { "Validations under way": "", "Competences validated": "", "Validation success": "" },
	"KIM Inclusion Plan Progress": { "Plan completion": "" },
	"KIM Training Coverage": { "Training attendance": "" },
};

frappe.ui.form.on("KIM Recommendation", {
	setup(frm) {
		frm.set_query("competence", "evidence", (doc, cdt, cdn) => {
			const { framework } = frappe.get_doc(cdt, cdn);
			// Validations by a retired framework are counted too.
			return {
				query: "kim_app.frameworks.choosing.competences",
				filters: { framework, status: ["Published", "Retired"] },
			};
		});
		frm.set_query("report", "evidence", () => ({ filters: { name: ["in", Object.keys(REPORTS)] } }));
	},

	refresh(frm) {
		frm.set_intro("");
		const kim = frm.doc.__onload?.kim || {};
		frm.toggle_display("section_4", !frm.is_new() && frm.doc.status !== "Draft");
		if (frm.is_new()) return;
		// Frappe asks for the right to write in general; here it is the author's, as long as it is a draft.
		if (frm.doc.status !== "Draft" || !kim.may_write) frm.disable_form();
		for (const step of kim.steps || []) {
			const button = frm.add_custom_button(name_of(step.action), () => take_step(frm, step));
			if (["Submit for Review", "Publish"].includes(step.action)) {
				button.removeClass("btn-default").addClass("btn-primary");
			}
		}
		if (kim.may_endorse) {
			frm.add_custom_button(__("Endorse"), () => endorse(frm)).removeClass("btn-default").addClass("btn-primary");
		}
		if (kim.has_endorsed) frm.add_custom_button(__("Withdraw My Endorsement"), () => withdraw(frm));
		say_where_it_stands(frm, kim);
		show_endorsements(frm, kim.endorsed_by || []);
	},
});

frappe.ui.form.on("KIM Recommendation Evidence", {
	form_render: offer_figures,

	report(frm, cdt, cdn) {
		const row = frappe.get_doc(cdt, cdn);
		const told = Object.keys(REPORTS[row.report] || {});
		if (!told.includes(row.measure)) frappe.model.set_value(cdt, cdn, "measure", told.length === 1 ? told[0] : "");
		offer_figures(frm, cdt, cdn);
	},

	open_report(_frm, cdt, cdn) {
		const { report, measure, counted_in, from_date, to_date } = frappe.get_doc(cdt, cdn);
		const asked = { measure: REPORTS[report]?.[measure], country: counted_in, from_date, to_date };
		const filters = Object.entries(asked).filter(([, value]) => value);
		window.open(`/app/query-report/${encodeURIComponent(report)}?${new URLSearchParams(filters)}`);
	},
});

// In the dialog of a row only the figures that the chosen report tells can be chosen.
function offer_figures(frm, cdt, cdn) {
	const { report } = frappe.get_doc(cdt, cdn);
	const control = frm.fields_dict.evidence.grid.grid_rows_by_docname[cdn]?.grid_form?.fields_dict.measure;
	if (!control) return;
	control.df.options = ["", ...Object.keys(REPORTS[report] || {})].join("\n");
	control.refresh();
}

function say_where_it_stands(frm, kim) {
	const { status, reason } = frm.doc;
	const say = (text, colour) => frm.set_intro(frappe.utils.escape_html(text), colour);
	if (status === "Draft" && reason) return say(__("Returned: {0}", [reason]), "orange");
	if (status === "Under Review") {
		const publishes = (kim.steps || []).some(({ action }) => action === "Publish");
		return publishes
			? say(__("Waits for your review: publish it, or return it with a reason. Comments below are read by its author."), "orange")
			: say(__("Under review. A coordinator who did not write it publishes or returns it."), "blue");
	}
	if (status === "Retired") say(__("Retired: {0}", [reason]), "red");
}

// The steps of green_paper/rules.py in the user's language.
function name_of(action) {
	return {
		"Submit for Review": __("Submit for Review"),
		"Take Back": __("Take Back"),
		"Return to Author": __("Return to Author"),
		Publish: __("Publish"),
		Retire: __("Retire"),
	}[action];
}

function take_step(frm, { action, needs_reason }) {
	const take = (reason) =>
		frappe
			.xcall("kim_app.green_paper.steps.take_step", { recommendation: frm.doc.name, action, reason })
			.then(() => frm.reload_doc());
	if (needs_reason) {
		const field = { fieldname: "reason", fieldtype: "Small Text", label: __("Reason"), reqd: 1 };
		return frappe.prompt(field, ({ reason }) => take(reason), name_of(action), name_of(action));
	}
	if (frm.is_dirty()) return frm.save().then(() => take());
	take();
}

function endorse(frm) {
	frappe.prompt(
		{
			fieldname: "remark",
			fieldtype: "Small Text",
			label: __("Remark"),
			description: __("Your name and organisation are shown with it."),
		},
		({ remark }) =>
			frappe
				.xcall("kim_app.green_paper.endorsing.endorse", { recommendation: frm.doc.name, remark })
				.then(() => frm.reload_doc()),
		__("Endorse"),
		__("Endorse")
	);
}

function withdraw(frm) {
	frappe
		.xcall("kim_app.green_paper.endorsing.withdraw", { recommendation: frm.doc.name })
		.then(() => frm.reload_doc());
}

function show_endorsements(frm, endorsed_by) {
	const $list = $('<ul class="list-unstyled"></ul>');
	for (const { user_name, organisation, remark } of endorsed_by) {
		$("<li class=mb-1 dir=auto></li>")
			.append($("<strong></strong>").text(user_name), " ", $('<span class="text-muted"></span>').text(organisation || ""))
			.append(remark ? $("<div></div>").text(remark) : "")
			.appendTo($list);
	}
	if (!endorsed_by.length) $list.append($('<li class="text-muted"></li>').text(__("Nobody yet.")));
	frm.get_field("endorsed_by").$wrapper.empty().append($list);
}
