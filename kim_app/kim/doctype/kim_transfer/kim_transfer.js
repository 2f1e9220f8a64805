// The form of a transfer: who has to do what next, and a button for each step that the user may take.
const METHODS = "kim_app.transfer.handover.";

frappe.ui.form.on("KIM Transfer", {
	setup(frm) {
		frm.set_query("to_centre", () => ({
			query: "kim_app.transfer.form.centres",
			filters: { participant: frm.doc.participant },
		}));
	},

	refresh(frm) {
		const may = frm.doc.__onload?.kim?.may || [];
		const asked = frm.is_new() || (frm.doc.status === "Requested" && may.includes("Withdraw"));
		for (const field of ["reason", "handover", "consent_on", "consent_scan"]) {
			frm.set_df_property(field, "read_only", !asked);
		}
		frm.set_df_property("section_3", "hidden", frm.is_new());
		if (!frm.is_new()) show_where_it_stands(frm);
		if (!asked && !frm.is_new()) frm.disable_save();
		else frm.enable_save();
		add_buttons(frm, may);
	},
});

function show_where_it_stands(frm) {
	const { doc } = frm;
	const { people = {} } = doc.__onload?.kim || {};
	const day = frappe.datetime.str_to_user;
	const texts = {
		Requested: [
			__("Next: the participant consents on their own page, or signs on paper: then attach the scan and record the consent."),
			"blue",
		],
		Consented: [__("The participant consented on {0}. Next: {1} accepts or declines.", [day(doc.consent_on), doc.to_centre]), "blue"],
		Accepted: [
			__("Accepted by {0}. {1} goes on with the case.", [
				people[doc.answered_by] || doc.answered_by,
				people[doc.new_case_worker] || doc.new_case_worker,
			]),
			"green",
		],
		Declined: [__("Declined by {0}: {1}", [people[doc.answered_by] || doc.answered_by, doc.answer || ""]), "red"],
		Withdrawn: [__("Withdrawn."), "gray"],
	};
	const [text, colour] = texts[doc.status] || ["", "blue"];
	frm.set_intro(frappe.utils.escape_html(text), colour);
}

function add_buttons(frm, may) {
	const button = (action, label, does) => may.includes(action) && frm.add_custom_button(label, does);
	button("Record Consent", __("Record consent"), () => record_consent(frm));
	button("Withdraw", __("Withdraw", null, "KIM Transfer"), () =>
		frappe.confirm(__("Take this transfer back?"), () => take(frm, "withdraw"))
	);
	button("Decline", __("Decline"), () => decline(frm));
	button("Accept", __("Accept"), () => accept(frm));
	if (may.includes("Accept")) frm.change_custom_button_type(__("Accept"), null, "primary");
}

function record_consent(frm) {
	if (!frm.doc.consent_scan) {
		if (!frm.doc.consent_on) frm.set_value("consent_on", frappe.datetime.get_today());
		frm.scroll_to_field("consent_scan");
		frappe.show_alert({ message: __("Attach the scan of the signed consent, then record it."), indicator: "orange" });
		return;
	}
	const saved = frm.is_dirty() ? frm.save() : Promise.resolve();
	saved.then(() => take(frm, "record_consent"));
}

function accept(frm) {
	const dialog = new frappe.ui.Dialog({
		title: __("Accept the case"),
		fields: [
			{
				fieldname: "case_worker",
				fieldtype: "Link",
				options: "User",
				label: __("Who goes on with it"),
				reqd: 1,
				default: frappe.user.has_role("KIM Case Worker") ? frappe.session.user : "",
				get_query: () => ({
					query: "kim_app.inclusion.form.colleagues",
					filters: { centre: frm.doc.to_centre, role: "KIM Case Worker" },
				}),
			},
		],
		primary_action_label: __("Accept"),
		primary_action(values) {
			dialog.hide();
			take(frm, "accept", values);
		},
	});
	dialog.show();
}

function decline(frm) {
	frappe
		.require("steps.bundle.js")
		.then(() => kim.steps.ask_for_reason("Decline", __("The centre that asked reads it.")))
		.then((reason) => take(frm, "decline", { reason }))
		.catch(() => {})
		.finally(() => frappe.dom.unfreeze());
}

function take(frm, step, args = {}) {
	return frappe
		.call({ method: METHODS + step, args: { name: frm.doc.name, ...args }, type: "POST", freeze: true })
		.then(() => frm.reload_doc());
}
