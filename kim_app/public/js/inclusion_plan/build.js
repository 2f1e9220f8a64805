// Building a plan from the competence profile: what target profiles ask for and is not validated yet, to be
// kept, edited or left out.
import { h } from "../competence_profile/dom.js";
import { show_goals } from "./goals.js";
import { AREAS, level, new_key } from "./words.js";

const METHODS = "kim_app.inclusion.build.";

export function build(frm) {
	return frappe.call({ method: `${METHODS}target_profiles`, type: "GET" }).then(({ message }) => new Build(frm, message));
}

class Build {
	constructor(frm, profiles) {
		Object.assign(this, { frm, profiles, rows: [] });
		this.dialog = new frappe.ui.Dialog({
			title: __("Build from profile"),
			size: "extra-large",
			fields: [{ fieldname: "body", fieldtype: "HTML" }],
			primary_action_label: __("Add goals"),
			primary_action: () => this.add(),
		});
		this.list = h("div", { "aria-live": "polite" });
		const body = this.dialog.get_field("body").$wrapper.get(0);
		body.classList.add("kim-build");
		body.replaceChildren(this.choice(), this.list);
		this.dialog.disable_primary_action();
		this.dialog.show();
		if (profiles.length === 1) this.load();
	}

	choice() {
		if (!this.profiles.length) {
			return h("p", {}, __("There is no published target profile yet. A coordinator writes and publishes them."));
		}
		const one = this.profiles.length === 1;
		return h(
			"fieldset",
			{ class: "kim-build-profiles" },
			h("legend", {}, __("What the participant gets ready for")),
			this.profiles.map(({ name, title, kind }) =>
				h(
					"label",
					{},
					h("input", { type: "checkbox", value: name, checked: one, onchange: () => this.load() }),
					h("bdi", {}, title),
					h("small", { class: "text-muted" }, __(kind))
				)
			)
		);
	}

	chosen() {
		return [...this.dialog.$wrapper.get(0).querySelectorAll(".kim-build-profiles input:checked")].map(
			({ value }) => value
		);
	}

	load() {
		const profiles = this.chosen();
		const { participant, goals, left_out } = this.frm.doc;
		const known = (goals || []).map(({ competence, target_level, status }) => ({ competence, target_level, status }));
		const args = {
			participant,
			profiles: JSON.stringify(profiles),
			goals: JSON.stringify(known),
			left_out: left_out || "",
		};
		// Ticked in quick succession, only the answer to the last choice counts.
		const asked = (this.asked = (this.asked || 0) + 1);
		this.list.replaceChildren(h("p", { class: "text-muted" }, __("Comparing with what is validated")));
		this.dialog.disable_primary_action();
		return frappe.call({ method: `${METHODS}suggest`, args, type: "GET" }).then(({ message }) => {
			if (asked !== this.asked) return;
			this.rows = message.map((suggestion) => row(suggestion, this.frm.doc.to_date, () => this.count()));
			this.draw(profiles.length);
		});
	}

	draw(chosen) {
		const fresh = this.rows.filter(({ suggestion }) => !suggestion.left_out);
		const left_out = this.rows.filter(({ suggestion }) => suggestion.left_out);
		const text = !chosen
			? __("Choose one or several target profiles.")
			: fresh.length
			? __("Largest gap first. Untick what shall not become a goal; it is not proposed again unless more is asked for.")
			: __("Nothing new: what is asked for is validated, stands in the plan, or was left out before.");
		this.list.replaceChildren(
			h("p", { class: "text-muted" }, text),
			h("ul", { class: "kim-build-rows" }, fresh.map(({ element }) => element)),
			left_out.length
				? h(
						"details",
						{},
						h("summary", {}, __("Left out before ({0})", [left_out.length])),
						h("ul", { class: "kim-build-rows" }, left_out.map(({ element }) => element))
				  )
				: ""
		);
		this.count();
	}

	count() {
		const ticked = this.rows.filter(({ box }) => box.checked).length;
		const label = ticked === 1 ? __("Add 1 goal") : __("Add {0} goals", [ticked]);
		this.dialog.set_primary_action(ticked || !this.rows.length ? label : __("Leave all out"), () => this.add());
		if (this.rows.length) this.dialog.enable_primary_action();
		else this.dialog.disable_primary_action();
	}

	add() {
		const kept = this.rows.filter(({ box }) => box.checked);
		const left = this.rows.filter(({ box }) => !box.checked);
		kept.forEach(({ suggestion, values }) => take_over(this.frm, suggestion, values()));
		const args = {
			left_out: this.frm.doc.left_out || "",
			leave_out: JSON.stringify(left.map(({ suggestion }) => [suggestion.competence, suggestion.position])),
			take_back: JSON.stringify(kept.map(({ suggestion }) => suggestion.competence)),
		};
		this.dialog.hide();
		return frappe.call({ method: `${METHODS}note_left_out`, args, type: "GET" }).then(({ message }) => {
			this.frm.doc.left_out = message;
			this.frm.dirty();
			show_goals(this.frm);
		});
	}
}

function row(suggestion, due, changed) {
	const { scale, title } = suggestion;
	const named = (label) => `${label}: ${title}`;
	const box = h("input", { type: "checkbox", checked: !suggestion.left_out, "aria-label": named(__("Take as a goal")), onchange: changed });
	const input = (value, label) =>
		h("input", { type: "text", class: "form-control input-sm", dir: "auto", maxlength: 140, value, "aria-label": named(label), placeholder: label });
	const select = (options, value, label) =>
		h(
			"select",
			{ class: "form-control input-sm", "aria-label": named(label) },
			options.map(([code, text]) => h("option", { value: code, selected: code === value }, text))
		);
	const text = input(suggestion.text, __("Goal, in plain words"));
	const action = input(suggestion.action, __("First action"));
	const area = select(AREAS.map((value) => [value, __(value)]), suggestion.area, __("Area"));
	const target = select(
		scale.filter(({ position }) => position > start(suggestion)).map(({ code }) => [code, level(scale, code)]),
		suggestion.target_level,
		__("Target level")
	);
	const facts = [
		__("asked for by {0}", [suggestion.profiles.join(", ")]),
		suggestion.steps === 1 ? __("1 level missing") : __("{0} levels missing", [suggestion.steps]),
		suggestion.only_claimed ? __("claimed, but not validated") : "",
		suggestion.raises ? __("raises a goal of this plan, which aims at {0}", [level(scale, suggestion.raises)]) : "",
	];
	const element = h(
		"li",
		{ "data-competence": suggestion.competence },
		h("label", { class: "kim-build-title" }, box, h("bdi", {}, title)),
		h("small", { class: "text-muted kim-build-facts" }, facts.filter(Boolean).join(" · ")),
		h(
			"div",
			{ class: "kim-build-fields" },
			suggestion.raises ? null : text,
			suggestion.raises ? null : area,
			h("span", { class: "kim-build-way" }, suggestion.baseline_level ? `${level(scale, suggestion.baseline_level)} → ` : "→ ", target),
			action
		)
	);
	return {
		suggestion,
		box,
		element,
		values: () => ({ title: text.value, area: area.value, target_level: target.value, action: action.value, due }),
	};
}

function start({ scale, baseline_level }) {
	const found = scale.find(({ code }) => code === baseline_level);
	return found ? found.position : -1;
}

function take_over(frm, suggestion, { title, area, target_level, action, due }) {
	frm.kim.competences[suggestion.competence] = { title: suggestion.title, scale: suggestion.scale };
	let goal = suggestion.raises
		? frm.doc.goals.find(({ competence, status }) => competence === suggestion.competence && status !== "Dropped")
		: null;
	if (goal) {
		goal.target_level = target_level;
		if (goal.status === "Achieved") goal.status = "Open";
	} else {
		goal = Object.assign(frm.add_child("goals"), {
			goal_key: new_key(),
			status: "Open",
			area,
			title: title.trim() || suggestion.title,
			competence: suggestion.competence,
			baseline_level: suggestion.baseline_level,
			target_level,
			target_profile: suggestion.target_profile,
			due,
		});
	}
	if (action.trim()) {
		Object.assign(frm.add_child("actions"), {
			action_key: new_key(),
			goal_key: goal.goal_key,
			what: action.trim(),
			who: "Participant",
			status: "Planned",
			due: goal.due,
		});
	}
}
