// The form of an inclusion plan. What it shows is drawn by the bundle `inclusion_plan`; the tables of goals,
// actions, reviews and steps stay hidden behind it.
const BUNDLES = ["steps.bundle.js", "inclusion_plan.bundle.js", "inclusion_plan.bundle.css"];

frappe.ui.form.on("KIM Inclusion Plan", {
	setup(frm) {
		frm.set_query("case_worker", () => ({
			query: "kim_app.inclusion.form.colleagues",
			filters: { centre: frm.doc.centre, role: "KIM Case Worker" },
		}));
	},

	onload(frm) {
		if (!frm.is_new()) return;
		if (!frm.doc.case_worker) frm.set_value("case_worker", frappe.session.user);
		if (!frm.doc.from_date) {
			const today = frappe.datetime.get_today();
			frm.set_value({ from_date: today, to_date: frappe.datetime.add_months(today, 6) });
		}
		if (frm.doc.participant) take_place(frm);
	},

	refresh(frm) {
		frappe.require(BUNDLES).then(() => kim.plan.show(frm));
	},

	participant(frm) {
		take_place(frm);
	},

	before_workflow_action(frm) {
		return frappe.require(BUNDLES).then(() => kim.plan.before_step(frm));
	},

	after_workflow_action(frm) {
		frm.reload_doc();
	},
});

// A new plan shows its centre and languages before it is saved: colleagues are chosen by the one, texts are
// written in the others.
function take_place(frm) {
	const { participant } = frm.doc;
	if (!participant || !frm.is_new()) return Promise.resolve();
	return frappe
		.call({ method: "kim_app.inclusion.form.begin", args: { participant }, type: "GET" })
		.then(({ message }) => {
			Object.assign(frm.doc, message.fields);
			frm.doc.__onload = { ...frm.doc.__onload, kim: message.context };
			if (!frm.doc.next_review) {
				const next = frappe.datetime.add_days(frm.doc.from_date, message.context.review_days);
				frm.set_value("next_review", next > frm.doc.to_date ? frm.doc.to_date : next);
			}
			frm.refresh_fields();
			frm.trigger("refresh");
		});
}
