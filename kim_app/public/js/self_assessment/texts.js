// A text in the languages on show, side by side where there is room. Each begins on the side of its own script.
import { h } from "../competence_profile/dom.js";

/** [{language, text}] of what `pick` takes out of an entry of `texts`; empty ones are left out. */
function shown(sheet, texts, pick) {
	return texts
		.map((entry, at) => ({ language: at ? sheet.second_language : sheet.language, text: pick(entry) }))
		.filter(({ text }, at, all) => text && (at === 0 || text !== all[0].text));
}

/** The title of a level or competence: the first language in full, the second below it. */
export function title(sheet, texts) {
	return shown(sheet, texts, (entry) => entry.title).map(({ language, text }, at) =>
		h("span", { class: at ? "kim-second" : "kim-first", lang: language, dir: "auto" }, text)
	);
}

/** One column for each language, filled by `column(entry)` which gives elements. */
export function columns(sheet, texts, column) {
	return h(
		"div",
		{ class: texts.length > 1 ? "kim-columns kim-two" : "kim-columns" },
		texts.map((entry, at) =>
			h("div", { lang: at ? sheet.second_language : sheet.language, dir: "auto" }, column(entry))
		)
	);
}
