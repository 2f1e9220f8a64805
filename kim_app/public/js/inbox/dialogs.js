// The dialogs that come before a decision: what it is about, and the reason where one is needed.
import { html } from "./words.js";

/** Asks once before `action` is taken on `subject` (lines that say who and what); Enter confirms where no reason is
 * needed. Then calls `then(reason)`. */
export function ask(action, subject, needs_reason, then) {
	const dialog = new frappe.ui.Dialog({
		title: __(action),
		fields: [
			{ fieldname: "subject", fieldtype: "HTML", options: subject.map((line) => `<p>${html(line)}</p>`).join("") },
			{
				fieldname: "reason",
				fieldtype: "Small Text",
				label: __("Reason"),
				hidden: !needs_reason,
				reqd: needs_reason ? 1 : 0,
				description: __("Whoever goes on with it reads it."),
			},
		],
		primary_action_label: __(action),
		primary_action({ reason }) {
			if (needs_reason && !(reason || "").trim()) return;
			dialog.hide();
			then(reason);
		},
	});
	// The dialog moves the focus itself once it has faded in.
	if (!needs_reason) dialog.$wrapper.one("shown.bs.modal", () => dialog.get_primary_btn().focus());
	dialog.show();
}

/** Decides on `names` validations; `others` of those chosen do not wait for it. Then calls `then(action, reason)`. */
export function ask_for_decision({ count, others, reasons }, then) {
	const texts = [__("{0} validations that wait for a decision", [count])];
	if (others) texts.push(__("{0} more that you chose do not wait for one and are left out.", [others]));
	const reasoned = Object.keys(reasons).filter((action) => reasons[action]);
	const with_reason = `eval:${JSON.stringify(reasoned)}.includes(doc.action)`;
	const dialog = new frappe.ui.Dialog({
		title: __("Decide together"),
		fields: [
			{ fieldname: "subject", fieldtype: "HTML", options: texts.map((text) => `<p>${html(text)}</p>`).join("") },
			{
				fieldname: "action",
				fieldtype: "Select",
				label: __("Decision"),
				reqd: 1,
				options: Object.keys(reasons).map((value) => ({ value, label: __(value) })),
				default: "Approve",
			},
			{
				fieldname: "reason",
				fieldtype: "Small Text",
				label: __("Reason"),
				depends_on: with_reason,
				mandatory_depends_on: with_reason,
				description: __("Whoever goes on with these validations reads it."),
			},
		],
		primary_action_label: __("Decide"),
		primary_action: ({ action, reason }) => {
			dialog.hide();
			then(action, reason);
		},
	});
	dialog.show();
}
