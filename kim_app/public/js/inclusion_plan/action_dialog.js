// Writing an action, and telling how it went.
import { keep, show_goals } from "./goals.js";
import { fill, remove } from "./goal_dialog.js";
import { new_key } from "./words.js";

const LINKS = { validation: "KIM Validation", training_session: "KIM Training Session" };
const LABELS = { validation: __("Leads to the validation"), training_session: __("Leads to the training session") };

/** Opens the dialog for `action`, a row of the plan, or for a new one towards `goal`. */
export function edit_action(frm, { action, goal }) {
	const second = frm.kim.second_language_name;
	const dialog = new frappe.ui.Dialog({
		title: action ? __("Action") : __("New action for: {0}", [frappe.utils.escape_html(goal.title)]),
		fields: [
			{ fieldname: "what", fieldtype: "Data", label: __("What is done"), reqd: 1, length: 140 },
			{
				fieldname: "what_second",
				fieldtype: "Data",
				label: second ? __("The same in {0}", [__(second)]) : "",
				hidden: !second,
				length: 140,
			},
			{
				fieldname: "who",
				fieldtype: "Select",
				label: __("Who does it"),
				reqd: 1,
				options: ["Participant", "Colleague", "Somebody Else"].map((value) => ({ value, label: __(value) })),
				default: "Participant",
			},
			{
				fieldname: "staff",
				fieldtype: "Link",
				options: "User",
				label: __("Colleague"),
				depends_on: "eval:doc.who == 'Colleague'",
				get_query: () => ({
					query: "kim_app.inclusion.form.colleagues",
					filters: { centre: frm.doc.centre },
				}),
			},
			{
				fieldname: "person",
				fieldtype: "Data",
				label: __("Name"),
				depends_on: "eval:doc.who == 'Somebody Else'",
			},
			{
				fieldname: "provider",
				fieldtype: "Data",
				label: __("Provider", null, "KIM Plan Action"),
				description: __("The school, authority or association where it takes place."),
			},
			{ fieldtype: "Column Break" },
			{ fieldname: "from_date", fieldtype: "Date", label: __("From", null, "KIM Plan Action") },
			{ fieldname: "due", fieldtype: "Date", label: __("Due"), reqd: 1 },
			...link_fields(frm),
		],
		primary_action_label: action ? __("Take over") : __("Add"),
		primary_action(values) {
			dialog.hide();
			const row = action || Object.assign(frm.add_child("actions"), { action_key: new_key(), status: "Planned" });
			fill(row, ["what_second", "staff", "person", "provider", "from_date"], linked(values));
			if (goal) row.goal_key = goal.goal_key;
			frm.dirty();
			show_goals(frm);
		},
	});
	if (action) {
		dialog.set_values(opened(action));
		dialog.set_secondary_action_label(frm.doc.version ? __("Drop this action") : __("Remove"));
		dialog.set_secondary_action(() => {
			dialog.hide();
			if (frm.doc.version && !action.__islocal) action.status = "Dropped";
			else remove(frm, "actions", action);
			frm.dirty();
			show_goals(frm);
		});
	} else {
		dialog.set_value("due", goal.due || frm.doc.to_date);
	}
	dialog.show();
}

/** Opens the dialog in which is told how `action` went. */
export function report_action(frm, action) {
	const dialog = new frappe.ui.Dialog({
		title: frappe.utils.escape_html(action.what),
		fields: [
			{
				fieldname: "status",
				fieldtype: "Select",
				label: __("Status"),
				options: ["Planned", "In Progress", "Done"].map((value) => ({ value, label: __(value) })),
			},
			{ fieldname: "done_on", fieldtype: "Date", label: __("Done on"), depends_on: "eval:doc.status == 'Done'" },
			{ fieldname: "result", fieldtype: "Small Text", label: __("What came of it") },
			...link_fields(frm),
		],
		primary_action_label: __("Save"),
		primary_action(values) {
			dialog.hide();
			fill(action, ["done_on", "result"], linked(values));
			keep(frm);
		},
	});
	dialog.set_values(opened(action));
	dialog.show();
}

// An action may lead to a validation of this participant, or to a training session: one of them, so the other is not
// offered once one is chosen.
function link_fields(frm) {
	return Object.entries(LINKS)
		.filter(([, doctype]) => frappe.model.can_read(doctype))
		.map(([fieldname, doctype]) => ({
			fieldname,
			fieldtype: "Link",
			options: doctype,
			label: LABELS[fieldname],
			depends_on: Object.keys(LINKS)
				.filter((other) => other !== fieldname)
				.map((other) => `eval:!doc.${other}`)[0],
			get_query: () => (doctype === "KIM Validation" ? { filters: { participant: frm.doc.participant } } : {}),
		}));
}

function opened(action) {
	const field = Object.keys(LINKS).find((name) => LINKS[name] === action.link_doctype);
	return { ...action, ...(field ? { [field]: action.link_name } : {}) };
}

function linked(values) {
	const row = { ...values, link_doctype: "", link_name: "" };
	for (const [field, doctype] of Object.entries(LINKS)) {
		if (row[field]) Object.assign(row, { link_doctype: doctype, link_name: row[field] });
		delete row[field];
	}
	return row;
}
