// Writing a goal: what is aimed at in the person's own words, and by what it is seen that it is reached.
import { show_goals } from "./goals.js";
import { actions_of, AREAS, levels, new_key } from "./words.js";

/** Opens the dialog for `goal`, a row of the plan, or for a new one. */
export function edit_goal(frm, goal) {
	const second = frm.kim.second_language_name;
	let scale = (goal && frm.kim.competences[goal.competence]?.scale) || [];
	const dialog = new frappe.ui.Dialog({
		title: goal ? __("Goal") : __("New goal"),
		fields: [
			{
				fieldname: "competence",
				fieldtype: "Link",
				options: "KIM Competence",
				label: __("Competence"),
				description: __("Leave it empty for a goal that no competence stands for, such as a flat."),
				get_query: () => ({
					query: "kim_app.frameworks.choosing.competences",
					filters: { meant_for: "Participants" },
				}),
				onchange: () => take_competence(dialog.get_value("competence")),
			},
			{ fieldname: "title", fieldtype: "Data", label: __("Goal, in plain words"), reqd: 1, length: 140 },
			{
				fieldname: "title_second",
				fieldtype: "Data",
				label: second ? __("The same in {0}", [__(second)]) : "",
				hidden: !second,
				length: 140,
			},
			{ fieldname: "area", fieldtype: "Select", label: __("Area"), reqd: 1, options: areas() },
			{ fieldtype: "Column Break" },
			{
				fieldname: "baseline_level",
				fieldtype: "Select",
				label: __("Starting level"),
				options: levels(scale),
				depends_on: "eval:doc.competence",
			},
			{
				fieldname: "target_level",
				fieldtype: "Select",
				label: __("Target level"),
				options: levels(scale),
				depends_on: "eval:doc.competence",
			},
			{ fieldname: "due", fieldtype: "Date", label: __("Due"), reqd: 1 },
			{
				fieldname: "target",
				fieldtype: "Small Text",
				label: __("By what it is seen that the goal is reached"),
				description: __("Needed for a goal without a competence."),
				max_height: "4rem",
			},
			{
				fieldname: "target_second",
				fieldtype: "Small Text",
				label: second ? __("The same in {0}", [__(second)]) : "",
				hidden: !second,
				max_height: "4rem",
			},
		],
		primary_action_label: goal ? __("Take over") : __("Add"),
		primary_action(values) {
			const missing = what_is_missing(values);
			if (missing) return frappe.msgprint({ message: missing, title: __("Target"), indicator: "orange" });
			dialog.hide();
			return take_over(frm, goal, values);
		},
	});

	function take_competence(name) {
		if (!name) return;
		frappe
			.call({
				method: "kim_app.inclusion.form.competence",
				args: { name, participant: frm.doc.participant },
				type: "GET",
			})
			.then(({ message }) => {
				frm.kim.competences[name] = message;
				scale = message.scale;
				for (const field of ["baseline_level", "target_level"]) {
					dialog.set_df_property(field, "options", levels(scale));
				}
				if (!dialog.get_value("title")) dialog.set_value("title", message.title);
				if (!dialog.get_value("area")) dialog.set_value("area", message.area);
				if (message.standing && !goal) dialog.set_value("baseline_level", message.standing);
			});
	}

	if (goal) {
		dialog.set_values(goal);
		dialog.set_secondary_action_label(frm.doc.version ? __("Drop this goal") : __("Remove"));
		dialog.set_secondary_action(() => {
			dialog.hide();
			drop(frm, goal);
		});
	} else {
		dialog.set_value("due", frm.doc.to_date);
	}
	dialog.show();
}

function what_is_missing({ competence, target_level, target }) {
	if (competence) return target_level ? "" : __("Choose the level to be reached.");
	return target ? "" : __("Write by what it is seen that the goal is reached, or choose a competence and a level.");
}

function areas() {
	return ["", ...AREAS.map((value) => ({ value, label: __(value) }))];
}

function take_over(frm, goal, values) {
	const row = goal || Object.assign(frm.add_child("goals"), { goal_key: new_key(), status: "Open" });
	fill(row, ["competence", "baseline_level", "target_level", "target", "title_second", "target_second"], values);
	frm.dirty();
	show_goals(frm);
}

/** Takes `values` over into a row; of `fields`, those that are not among them are emptied, as a dialog leaves out what
 * is empty. What was empty stays as it was, so that a form's history tells only what was changed. */
export function fill(row, fields, values) {
	for (const field of fields) if (row[field] && !(field in values)) row[field] = "";
	for (const [field, value] of Object.entries(values)) {
		if (value || row[field]) row[field] = value;
	}
}

// What was approved once is dropped and stays in sight; what was never agreed on goes.
function drop(frm, goal) {
	const approved = frm.doc.version && !goal.__islocal;
	for (const action of actions_of(frm, goal)) {
		if (!approved) remove(frm, "actions", action);
		else if (action.status !== "Done") action.status = "Dropped";
	}
	if (approved) goal.status = "Dropped";
	else remove(frm, "goals", goal);
	frm.dirty();
	show_goals(frm);
}

export function remove(frm, table, row) {
	frappe.model.clear_doc(row.doctype, row.name);
	frm.doc[table] = frm.doc[table].filter(({ name }) => name !== row.name);
	frm.doc[table].forEach((left, number) => (left.idx = number + 1));
}
