// The goals of a plan as cards, each with its actions. The rows of the tables `goals` and `actions` hold what
// is written; this only shows and sets them.
import { h } from "../competence_profile/dom.js";
import { edit_action, report_action } from "./action_dialog.js";
import { edit_goal } from "./goal_dialog.js";
import { actions_of, COLOURS, day, level, overdue, who } from "./words.js";

export function show_goals(frm) {
	const goals = frm.doc.goals || [];
	const standing = goals.filter(({ status }) => status !== "Dropped");
	const dropped = goals.filter(({ status }) => status === "Dropped");
	const element = frm.get_field("goals_html").$wrapper.get(0);
	element.replaceChildren(
		h(
			"div",
			{ class: "kim-plan-goals" },
			standing.map((goal) => card(frm, goal)),
			standing.length ? null : empty(frm),
			frm.kim.planning ? add_goal(frm) : null,
			dropped.length
				? h(
						"details",
						{ class: "kim-plan-dropped" },
						h("summary", {}, __("Dropped goals ({0})", [dropped.length])),
						dropped.map((goal) => card(frm, goal))
				  )
				: null
		)
	);
}

function empty(frm) {
	const text = !frm.kim.planning
		? __("This plan has no goals.")
		: frm.doc.participant
		? __("No goals yet. Build them from the competence profile, or add them one by one.")
		: __("Choose the participant first.");
	return h("p", { class: "text-muted" }, text);
}

function add_goal(frm) {
	return h(
		"button",
		{ type: "button", class: "btn btn-default btn-sm", disabled: !frm.doc.participant, onclick: () => edit_goal(frm) },
		__("Add a goal")
	);
}

function card(frm, goal) {
	const actions = actions_of(frm, goal);
	const standing = actions.filter(({ status }) => status !== "Dropped");
	const closed = goal.status === "Dropped";
	return h(
		"section",
		{ class: `kim-goal ${closed ? "kim-goal-dropped" : ""}`, "data-goal": goal.goal_key, "aria-label": goal.title },
		h(
			"header",
			{},
			h(
				"div",
				{ class: "kim-goal-title" },
				h("span", { class: "kim-goal-area" }, __(goal.area)),
				h("h4", { dir: "auto" }, goal.title),
				goal.title_second ? h("p", { class: "text-muted", dir: "auto" }, goal.title_second) : null
			),
			h("span", { class: `indicator-pill no-indicator-dot ${COLOURS[goal.status] || "gray"}` }, __(goal.status || "Open")),
			frm.kim.planning ? buttons(frm, goal) : null
		),
		aim(frm, goal),
		closed ? null : progress(goal, standing),
		h(
			"ul",
			{ class: "kim-actions" },
			(closed ? actions : standing).map((action) => line(frm, action))
		),
		goal.note ? h("p", { class: "text-muted", dir: "auto" }, goal.note) : null,
		closed ? null : foot(frm, goal)
	);
}

function buttons(frm, goal) {
	const label = goal.status === "Dropped" ? __("Take up again") : __("Edit");
	return h(
		"span",
		{ class: "kim-goal-buttons" },
		h(
			"button",
			{
				type: "button",
				class: "btn btn-default btn-xs",
				"aria-label": `${label}: ${goal.title}`,
				onclick: () => (goal.status === "Dropped" ? take_up(frm, goal) : edit_goal(frm, goal)),
			},
			label
		)
	);
}

function take_up(frm, goal) {
	frappe.model.set_value(goal.doctype, goal.name, "status", "Open");
	for (const action of actions_of(frm, goal)) {
		if (action.status === "Dropped") frappe.model.set_value(action.doctype, action.name, "status", "Planned");
	}
	show_goals(frm);
}

function aim(frm, goal) {
	if (!goal.competence) {
		return h("p", { class: "kim-goal-aim", dir: "auto" }, goal.target || "", until(goal.due));
	}
	const { title, scale } = frm.kim.competences[goal.competence] || { title: goal.competence, scale: [] };
	const way = goal.baseline_level
		? __("from {0} to {1}", [level(scale, goal.baseline_level), level(scale, goal.target_level)])
		: __("up to {0}", [level(scale, goal.target_level)]);
	return h(
		"p",
		{ class: "kim-goal-aim" },
		h("bdi", {}, title),
		": ",
		way,
		until(goal.due),
		goal.validation
			? h("a", { href: frappe.utils.get_form_link("KIM Validation", goal.validation) }, ` ${__("Validated")}`)
			: null
	);
}

function until(due) {
	return due ? h("span", { class: "text-muted" }, ` · ${__("until {0}", [day(due)])}`) : null;
}

function progress(goal, actions) {
	const done = actions.filter(({ status }) => status === "Done").length;
	const achieved = goal.status === "Achieved";
	const per_cent = achieved ? 100 : actions.length ? Math.round((100 * done) / actions.length) : 0;
	const text = achieved
		? __("Achieved on {0}", [day(goal.achieved_on || frappe.datetime.get_today())])
		: !actions.length
		? __("No action yet")
		: actions.length === 1
		? __("{0} of 1 action done", [done])
		: __("{0} of {1} actions done", [done, actions.length]);
	return h(
		"div",
		{ class: "kim-goal-progress" },
		h(
			"div",
			{ class: "progress", role: "progressbar", "aria-valuenow": per_cent, "aria-valuemin": 0, "aria-valuemax": 100, "aria-label": text },
			h("div", { class: `progress-bar ${achieved ? "progress-bar-success" : ""}`, style: `width: ${per_cent}%` })
		),
		h("small", {}, text)
	);
}

function line(frm, action) {
	const late = overdue(action);
	return h(
		"li",
		{ "data-action": action.action_key, class: `kim-action-${frappe.scrub(action.status || "Planned")}` },
		h(
			"button",
			{ type: "button", class: "kim-action-what", onclick: () => open_action(frm, action) },
			h("span", { dir: "auto" }, action.what),
			action.what_second ? h("small", { class: "text-muted", dir: "auto" }, action.what_second) : null
		),
		h("span", { class: "kim-action-who", dir: "auto" }, who(frm, action)),
		h(
			"span",
			{ class: late ? "kim-late" : "text-muted" },
			action.due ? day(action.due) : "",
			late ? ` ${__("overdue")}` : ""
		),
		status(frm, action),
		action.link_name
			? h("a", { class: "small", href: frappe.utils.get_form_link(action.link_doctype, action.link_name) }, action.link_name)
			: null,
		action.result ? h("p", { class: "kim-action-result text-muted", dir: "auto" }, action.result) : null
	);
}

function open_action(frm, action) {
	if (frm.kim.planning) edit_action(frm, { action });
	else if (frm.kim.carrying_out) report_action(frm, action);
}

// How far an action is can be told with one touch, without opening it.
function status(frm, action) {
	if (!frm.kim.carrying_out || action.status === "Dropped") {
		const colour = COLOURS[action.status] || "gray";
		return h("span", { class: `indicator-pill no-indicator-dot ${colour}` }, __(action.status || "Planned"));
	}
	return h(
		"select",
		{
			class: "form-control input-xs",
			"aria-label": __("Status of {0}", [action.what]),
			onchange: ({ target }) => {
				frappe.model.set_value(action.doctype, action.name, "status", target.value);
				keep(frm);
			},
		},
		["Planned", "In Progress", "Done"].map((value) =>
			h("option", { value, selected: value === (action.status || "Planned") }, __(value))
		)
	);
}

/** In a plan in force, progress is stored as it is told; while planning, with everything else. */
export function keep(frm) {
	frm.dirty();
	if (!frm.is_new() && !frm.kim.planning) return frm.save();
	return show_goals(frm);
}

function foot(frm, goal) {
	const button = (label, onclick) =>
		h("button", { type: "button", class: "btn btn-default btn-xs", onclick }, label);
	const by_hand = frm.kim.carrying_out && !goal.competence && !frm.is_new() && frm.doc.version;
	return h(
		"footer",
		{},
		frm.kim.planning ? button(__("Add an action"), () => edit_action(frm, { goal })) : null,
		by_hand && goal.status !== "Achieved"
			? button(__("Mark as achieved"), () => set_status(frm, goal, "Achieved"))
			: null,
		by_hand && goal.status === "Achieved"
			? button(__("Not achieved after all"), () => set_status(frm, goal, "Open"))
			: null
	);
}

function set_status(frm, goal, value) {
	frappe.model.set_value(goal.doctype, goal.name, "status", value);
	keep(frm);
}
