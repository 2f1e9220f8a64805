// A step that needs a reason asks for it first.

/** Asks for the reason of the step `action` and keeps it in the form, before the step is taken. A reason that the form holds
 * already, from a step that was refused, is not saved again: Frappe never answers when there is nothing to save. */
export function keep_reason(frm, action, description) {
	return ask_for_reason(action, description)
		.then((reason) => frm.set_value("reason", reason))
		.then(() => (frm.is_dirty() ? frm.save(frm.doc.docstatus === 1 ? "Update" : "Save") : undefined));
}

/** Resolves with the reason; rejects when the dialog is closed without one. The form is frozen while a step
 * is taken; the dialog must be reachable meanwhile. */
export function ask_for_reason(title, description) {
	frappe.dom.unfreeze();
	return new Promise((resolve, reject) => {
		let answered = false;
		const dialog = new frappe.ui.Dialog({
			title: __(title),
			fields: [{ fieldname: "reason", fieldtype: "Small Text", label: __("Reason"), reqd: 1, description }],
			primary_action_label: __(title),
			primary_action({ reason }) {
				answered = true;
				dialog.hide();
				frappe.dom.freeze();
				resolve(reason);
			},
			on_hide() {
				if (!answered) reject();
			},
		});
		dialog.show();
	});
}
