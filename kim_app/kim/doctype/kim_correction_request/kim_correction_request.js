// What a participant asks to have corrected, side by side with what is kept, and the two answers.
const ANSWER = "kim_app.participant_page.corrections.answer";

frappe.ui.form.on("KIM Correction Request", {
	refresh(frm) {
		const { may_answer, shown } = frm.doc.__onload?.kim || {};
		frm.disable_save();
		frm.page.set_indicator(__(frm.doc.status), { Open: "orange", Accepted: "green", Declined: "gray" }[frm.doc.status]);
		for (const field of ["field_label", "current_value", "new_value"]) {
			if (shown?.[field] !== undefined) frm.fields_dict[field].$wrapper.find(".control-value").text(shown[field] || "–");
		}
		for (const field of ["new_value", "words", "reason"]) {
			$(frm.fields_dict[field].disp_area).attr("dir", "auto").css("text-align", "start");
		}
		if (!may_answer) return;
		frm.set_intro(
			frm.doc.field === "other"
				? __("Correct the participant's record yourself, then accept. The participant is told of the answer.")
				: __("When you accept, the new value is written into the participant's record. The participant is told of the answer."),
			"blue"
		);
		frm.add_custom_button(__("Accept"), () => ask(frm, true)).addClass("btn-primary");
		frm.add_custom_button(__("Decline"), () => ask(frm, false));
	},
});

function ask(frm, accept) {
	const field = {
		fieldname: "reason",
		fieldtype: "Small Text",
		label: __("Reason"),
		reqd: accept ? 0 : 1,
		description: __("The participant reads it on their page."),
	};
	frappe.prompt(
		[field],
		({ reason }) =>
			frappe.xcall(ANSWER, { request: frm.doc.name, accept: Number(accept), reason }).then(() => frm.reload_doc()),
		accept ? __("Accept this correction") : __("Decline this correction"),
		accept ? __("Accept") : __("Decline")
	);
}
