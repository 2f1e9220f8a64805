// Two versions of a plan side by side, with what differs marked.
import { h } from "../competence_profile/dom.js";
import { day, level } from "./words.js";

const METHODS = "kim_app.inclusion.versions.";
const CURRENT = "current";

export function compare(frm) {
	return frappe
		.call({ method: `${METHODS}of_plan`, args: { name: frm.doc.name }, type: "GET" })
		.then(({ message }) => new Compare(frm, message));
}

class Compare {
	constructor(frm, versions) {
		Object.assign(this, { frm, versions });
		this.dialog = new frappe.ui.Dialog({
			title: __("Versions of the plan"),
			size: "extra-large",
			fields: [{ fieldname: "body", fieldtype: "HTML" }],
		});
		const numbers = versions.map(({ number }) => String(number));
		this.left = this.choice(__("Earlier version"), numbers[1] || numbers[0]);
		this.right = this.choice(__("Later version"), numbers.length > 1 ? numbers[0] : CURRENT);
		this.only = h("input", { type: "checkbox", onchange: () => this.draw() });
		this.table = h("div", { "aria-live": "polite" });
		const body = this.dialog.get_field("body").$wrapper.get(0);
		body.classList.add("kim-compare");
		body.replaceChildren(
			h("div", { class: "kim-compare-choice" }, this.left, this.right),
			h("label", { class: "kim-compare-only" }, this.only, __("Only what differs")),
			this.table
		);
		this.dialog.show();
		this.load();
	}

	choice(label, chosen) {
		const options = [
			[CURRENT, __("As it stands now")],
			...this.versions.map(({ number, occasion, kept_on }) => [
				String(number),
				__("Version {0}: {1} on {2}", [number, __(occasion), day(kept_on)]),
			]),
		];
		return h(
			"select",
			{ class: "form-control", "aria-label": label, onchange: () => this.load() },
			options.map(([value, text]) => h("option", { value, selected: value === chosen }, text))
		);
	}

	load() {
		const args = { name: this.frm.doc.name, left: this.left.value, right: this.right.value };
		return frappe.call({ method: `${METHODS}compare`, args, type: "GET" }).then(({ message }) => {
			this.found = message;
			this.draw();
		});
	}

	draw() {
		const { dates, goals } = this.found;
		const shown = this.only.checked ? goals.filter(({ state }) => state !== "same") : goals;
		const nothing = dates.state === "same" && goals.every(({ state }) => state === "same");
		this.table.replaceChildren(
			nothing ? h("p", { class: "text-muted" }, __("Nothing differs.")) : "",
			this.only.checked && dates.state === "same" ? "" : this.pair(dates, (side) => this.plan(side, dates.columns)),
			...shown.map((goal) => this.pair(goal, (side, which) => this.goal(side, goal, which)))
		);
	}

	pair(difference, show) {
		const side = (which) =>
			h(
				"div",
				{ class: `kim-side ${difference[which] ? "" : "kim-side-missing"}` },
				difference[which] ? show(difference[which], which) : h("span", { class: "text-muted" }, "–")
			);
		const words = { same: __("Unchanged"), added: __("New"), removed: __("Gone"), changed: __("Changed") };
		return h(
			"section",
			{ class: `kim-pair kim-${difference.state}`, "data-state": difference.state },
			h("span", { class: "kim-pair-state" }, words[difference.state]),
			side("left"),
			side("right")
		);
	}

	plan(side, columns) {
		return [
			this.fact(__("From", null, "KIM Inclusion Plan"), day(side.from_date), columns.includes("from_date")),
			this.fact(__("To", null, "KIM Inclusion Plan"), day(side.to_date), columns.includes("to_date")),
			this.fact(__("What the participant wants"), side.wishes, columns.includes("wishes")),
		];
	}

	goal(side, { columns, parts }, which) {
		const scale = this.found.scales[side.competence] || [];
		const has = (...fields) => fields.some((field) => columns.includes(field));
		return [
			h("h5", { dir: "auto" }, mark(side.title, has("title"))),
			this.fact("", side.title_second, has("title_second")),
			this.fact(__("Area"), __(side.area), has("area")),
			this.fact(__("Competence"), this.found.titles[side.competence] || side.competence, has("competence")),
			this.fact(
				__("Level"),
				[side.baseline_level, side.target_level].filter(Boolean).map((code) => level(scale, code)).join(" → "),
				has("baseline_level", "target_level")
			),
			this.fact(__("Target"), side.target, has("target")),
			this.fact("", side.target_second, has("target_second")),
			this.fact(__("Due"), day_or_nothing(side.due), has("due")),
			this.fact(__("Status"), __(side.status), has("status")),
			h(
				"ul",
				{},
				parts.filter((part) => part[which]).map((part) => this.action(part[which], part))
			),
		];
	}

	action(side, { state, columns }) {
		const who = { Participant: __("Participant"), Colleague: this.found.people[side.staff] || side.staff }[side.who];
		const facts = [
			[[who || side.person, side.provider].filter(Boolean).join(", "), ["who", "staff", "person", "provider"]],
			[day_or_nothing(side.due), ["due", "from_date"]],
			[__(side.status), ["status", "done_on"]],
		];
		const all = state === "added" || state === "removed";
		return h(
			"li",
			{},
			mark(side.what, all || columns.includes("what")),
			facts.filter(([text]) => text).flatMap(([text, fields]) => [
				" · ",
				mark(text, all || fields.some((field) => columns.includes(field))),
			])
		);
	}

	fact(label, text, differs) {
		if (!text) return null;
		return h("div", {}, label ? h("small", { class: "text-muted" }, `${label}: `) : "", mark(text, differs));
	}
}

function mark(text, differs) {
	return h(differs ? "mark" : "span", { dir: "auto" }, text || "");
}

function day_or_nothing(value) {
	return value ? day(value) : "";
}
