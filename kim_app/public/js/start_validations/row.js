// One competence in the dialog: whether to start, at which claimed level, and what speaks for it.
import { day, h } from "../competence_profile/dom.js";
import * as words from "../competence_profile/words.js";

/** The headings over the rows, where there is room for columns. */
export function heading() {
	const columns = [
		h("span", {}, __("Competence")),
		h("span", {}, __("Claimed level")),
		h("span", {}, __("Evidence")),
		h("span", {}, __("So far")),
	];
	return h("div", { class: "kim-start-head", "aria-hidden": "true" }, columns);
}

/** `entry` is a row of what the server's `candidates` gives; `changed()` is told of every tick. */
export function row(entry, changed) {
	const { scale, claimed, evidence, target } = entry;
	const box = h("input", {
		type: "checkbox",
		checked: entry.ticked,
		disabled: !entry.possible,
		onchange: changed,
	});
	const level = h(
		"select",
		{ class: "form-control input-sm", "aria-label": __("Claimed level of {0}", [entry.title]), disabled: !entry.possible },
		h("option", { value: "" }, __("No level yet")),
		scale.map(({ code }) =>
			h("option", { value: code, selected: Boolean(claimed && claimed.level === code) }, words.level(scale, code))
		)
	);
	const element = h(
		"li",
		{ class: entry.possible ? null : "kim-start-closed", "data-competence": entry.name },
		h("label", { class: "kim-start-title" }, box, h("span", {}, h("bdi", {}, entry.title), " ", h("small", {}, entry.code))),
		h("div", { class: "kim-start-level" }, h("span", { class: "kim-start-label" }, __("Claimed")), level),
		h("div", { class: "kim-start-facts" }, facts(entry, evidence, target, scale)),
		h("div", { class: "kim-start-reason" }, reason(entry))
	);
	return { element, box, choice: () => ({ competence: entry.name, claimed_level: level.value }) };
}

function facts(entry, evidence, target, scale) {
	const count =
		evidence.length === 1 ? __("1 piece of evidence") : __("{0} pieces of evidence", [evidence.length]);
	return [
		h("span", { title: evidence.map(({ title }) => title).join("\n") }, evidence.length ? count : __("No evidence yet")),
		target && h("span", {}, __("Required: {0}", [words.level(scale, target.level)])),
		entry.claimed && h("span", {}, __("Claimed on {0}", [day(entry.claimed.on)])),
	];
}

function reason({ reason: why, open, validated, lapsed, scale }) {
	switch (why) {
		case "open-case":
			return h(
				"span",
				{},
				__("Already in progress: {0}", [__(open.state)]),
				" ",
				h("a", { href: frappe.utils.get_form_link("KIM Validation", open.validation), target: "_blank" }, open.validation)
			);
		case "not-published":
			return __("Its framework is no longer in use, so nothing new is validated by it.");
		case "reached":
			return __("{0}. That is enough.", [words.validated(scale, validated).replace(/\.$/, "")]);
		case "validated":
		case "ends-soon":
			return words.validated(scale, validated);
		case "nothing-yet":
			return __("Nothing claimed and no evidence yet.");
		default:
			if (validated) return words.validated(scale, validated);
			return lapsed ? words.lapsed(scale, lapsed) : "";
	}
}
