// Actions of plans as bars on a line of time, with today and the months.
import { h } from "../competence_profile/dom.js";
import { day } from "./words.js";

const DAY = 86400000;
const CLASSES = { Done: "done", "In Progress": "begun", Planned: "planned" };

/** `lines` is what `kim_app.inclusion.calendar.lines` returns; `one` leaves out the name of the plan. */
export function time_line(element, { plans, today }, { one = false } = {}) {
	const shown = plans.filter(({ goals }) => goals.some(({ actions }) => actions.length));
	if (!shown.length) {
		element.replaceChildren(h("p", { class: "text-muted" }, __("There are no actions to show.")));
		return;
	}
	const span = whole(shown, today);
	element.replaceChildren(
		h(
			"div",
			{ class: "kim-lines", tabindex: 0, role: "region", "aria-label": __("Time line") },
			h(
				"div",
				{ class: "kim-lines-table", style: `min-width: ${Math.max(36, Math.min(120, span.months.length * 6)) + 15}rem` },
				h("div", { class: "kim-lines-head" }, h("span", {}), months(span)),
				shown.flatMap((plan) => [
					one ? null : heading(plan),
					...plan.goals.filter(({ actions }) => actions.length).map((goal) => lane(plan, goal, span, today)),
				])
			)
		)
	);
	show_today(element.querySelector(".kim-lines"));
}

// Where the line is wider than the screen, it begins with today in its middle.
function show_today(box) {
	const mark = box.querySelector(".kim-lines-today").getBoundingClientRect();
	const seen = box.getBoundingClientRect();
	if (box.scrollWidth > box.clientWidth) box.scrollBy({ left: mark.left - (seen.left + seen.width / 2) });
}

function whole(plans, today) {
	const days = [at(today)];
	for (const { from_date, to_date, goals } of plans) {
		if (from_date) days.push(at(from_date));
		if (to_date) days.push(at(to_date));
		for (const { actions } of goals) for (const { due } of actions) if (due) days.push(at(due));
	}
	const first = new Date(Math.min(...days));
	const last = new Date(Math.max(...days));
	const begin = Date.UTC(first.getUTCFullYear(), first.getUTCMonth(), 1);
	const end = Date.UTC(last.getUTCFullYear(), last.getUTCMonth() + 1, 1);
	const all = [];
	for (let month = begin; month < end; ) {
		const date = new Date(month);
		all.push(month);
		month = Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1);
	}
	return { begin, end, months: all, place: (value) => (100 * (value - begin)) / (end - begin) };
}

function at(value) {
	const [year, month, date] = String(value).slice(0, 10).split("-").map(Number);
	return Date.UTC(year, month - 1, date);
}

function months(span) {
	const name = (value) => {
		const date = new Date(value);
		const words = { month: "short", timeZone: "UTC", ...(date.getUTCMonth() === 0 ? { year: "numeric" } : {}) };
		try {
			return date.toLocaleDateString(document.documentElement.lang || "en", words);
		} catch {
			return date.toLocaleDateString("en", words);
		}
	};
	return h(
		"div",
		{ class: "kim-lines-months" },
		span.months.map((month) => h("span", { style: `inset-inline-start: ${span.place(month)}%` }, name(month)))
	);
}

function heading(plan) {
	return h(
		"div",
		{ class: "kim-lines-plan" },
		h("a", { href: frappe.utils.get_form_link("KIM Inclusion Plan", plan.name) }, h("bdi", {}, plan.participant_name)),
		plan.next_review ? h("small", { class: "text-muted" }, __("Next review on {0}", [day(plan.next_review)])) : null
	);
}

function lane(plan, goal, span, today) {
	const now = span.place(at(today));
	return h(
		"div",
		{ class: "kim-lines-lane" },
		h("div", { class: "kim-lines-label", title: goal.title }, h("bdi", {}, goal.title), h("small", {}, `${Math.round(goal.progress || 0)} %`)),
		h(
			"div",
			{ class: "kim-lines-track" },
			h("i", { class: "kim-lines-today", style: `inset-inline-start: ${now}%`, title: __("Today") }),
			goal.actions.map((action) => bar(plan, action, span))
		)
	);
}

function bar(plan, action, span) {
	const from = at(action.from_date || plan.from_date);
	const to = at(action.due || plan.to_date) + DAY;
	const start = span.place(Math.min(from, to - DAY));
	const text = [action.what, __(action.status), action.due ? __("until {0}", [day(action.due)]) : ""].filter(Boolean);
	return h(
		"a",
		{
			class: `kim-lines-bar kim-${action.overdue ? "overdue" : CLASSES[action.status]}`,
			style: `margin-inline-start: ${start}%; width: ${Math.max(1, span.place(to) - start)}%`,
			href: frappe.utils.get_form_link("KIM Inclusion Plan", plan.name),
			title: text.join(" · "),
			"aria-label": text.join(", "),
		},
		h("span", { dir: "auto" }, action.what)
	);
}
