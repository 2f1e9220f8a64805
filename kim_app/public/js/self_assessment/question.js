// One competence to answer: what it is, in the languages on show, and the levels to choose from.
import { h } from "../competence_profile/dom.js";
import * as pictograms from "./pictograms.js";
import { columns, title } from "./texts.js";

/** The elements of one question. `changed()` is called after each answer. */
export function question(sheet, competence, changed) {
	return [
		h("div", { class: "kim-asked" }, area(sheet, competence), heading(sheet, competence), meant(sheet, competence)),
		levels(sheet, competence, changed),
		note(competence, changed),
	];
}

function area(sheet, { area: titles }) {
	if (!titles) return null;
	return h("p", { class: "kim-area" }, title(sheet, titles.map((text) => ({ title: text }))));
}

function heading(sheet, { texts }) {
	return h("h2", { class: "kim-competence", tabindex: "-1" }, title(sheet, texts));
}

function meant(sheet, { texts }) {
	if (!texts.some(({ description, criteria }) => description || criteria.length)) return null;
	// A phone has no room for all of it above the levels.
	const open = window.matchMedia("(min-width: 48rem)").matches;
	return h(
		"details",
		{ class: "kim-meant", open },
		h("summary", null, __("What is meant")),
		columns(sheet, texts, ({ description, criteria }) => [
			description && h("p", null, description),
			criteria.length > 0 &&
				h(
					"ul",
					null,
					criteria.map((statement) => h("li", null, statement))
				),
		])
	);
}

function levels(sheet, competence, changed) {
	const name = `kim-level-${competence.name}`;
	const choose = (level, unknown) => () => {
		Object.assign(competence, { level, unknown });
		changed();
	};
	const option = (picture, value, chosen, on_choice, texts, kind = "") =>
		h(
			"label",
			{ class: `kim-level ${kind}` },
			h("input", { type: "radio", name, value, checked: chosen, onchange: on_choice }),
			picture,
			h("span", { class: "kim-level-texts" }, texts)
		);
	const of_scale = sheet.scale.map((level) =>
		option(
			pictograms.of_level(level, sheet.scale.length),
			level.code,
			competence.level === level.code,
			choose(level.code, false),
			level.texts.map((text, at) =>
				h(
					"span",
					{ class: "kim-in-language", lang: at ? sheet.second_language : sheet.language },
					h("span", { class: at ? "kim-second" : "kim-first", dir: "auto" }, text.title),
					text.description && h("span", { class: "kim-hint", dir: "auto" }, text.description)
				)
			)
		)
	);
	const unknown = option(
		pictograms.unknown(),
		"?",
		competence.unknown,
		choose(null, true),
		h("span", { class: "kim-first" }, __("I don't know yet")),
		"kim-unknown"
	);
	return h(
		"fieldset",
		{ class: "kim-levels" },
		h("legend", null, __("How well can you do this?")),
		// Six and more would be too narrow to read side by side.
		h("div", { class: of_scale.length > 5 ? "kim-scale kim-long" : "kim-scale" }, of_scale),
		unknown
	);
}

function note(competence, changed) {
	const id = `kim-note-${competence.name}`;
	return h(
		"details",
		{ class: "kim-note", open: Boolean(competence.note) },
		h("summary", null, __("Say something about it")),
		h("label", { for: id }, __("In your own words, in any language")),
		h(
			"textarea",
			{
				id,
				rows: 3,
				dir: "auto",
				class: "form-control",
				onchange(event) {
					Object.assign(competence, { note: event.target.value, note_changed: true });
					changed();
				},
			},
			competence.note
		)
	);
}
