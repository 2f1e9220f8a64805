// How levels, days and people are named in a plan.
import { day } from "../competence_profile/dom.js";
import { level } from "../competence_profile/words.js";

export { day, level };

export const AREAS = ["Language", "Work", "Housing", "Health", "Education", "Citizenship", "Family", "Digital"];

// The colour of Frappe's pills for each status of a goal or an action.
export const COLOURS = {
	Open: "gray",
	Planned: "gray",
	"In Progress": "blue",
	Achieved: "green",
	Done: "green",
	Dropped: "red",
};

export function levels(scale) {
	return ["", ...(scale || []).map(({ code }) => ({ value: code, label: level(scale, code) }))];
}

/** The full name of a user as the form knows it. */
export function name_of(frm, user) {
	return frm.doc.__onload?.kim?.people?.[user] || frappe.user_info(user)?.fullname || user || "";
}

/** Who does an action. */
export function who(frm, action) {
	const name = {
		Participant: frm.doc.participant_name || __("Participant"),
		Colleague: name_of(frm, action.staff),
	}[action.who];
	return [name || action.person, action.provider].filter(Boolean).join(", ");
}

export function overdue({ status, due }) {
	return Boolean(due) && !["Done", "Dropped"].includes(status) && due < frappe.datetime.get_today();
}

export function actions_of(frm, goal) {
	return (frm.doc.actions || []).filter(({ goal_key }) => goal_key === goal.goal_key);
}

export function new_key() {
	return frappe.utils.get_random(8).toLowerCase();
}
