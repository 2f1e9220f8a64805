// All answers at a glance: before the sheet is finished, and afterwards for good.
import { h } from "../competence_profile/dom.js";
import * as pictograms from "./pictograms.js";
import { title } from "./texts.js";

/** The list of competences with their answers. `go_to(index)` opens one; without it nothing can be changed. */
export function answers(sheet, go_to) {
	return h(
		"ol",
		{ class: "kim-answers" },
		sheet.competences.map((competence, index) => {
			const level = sheet.scale.find(({ code }) => code === competence.level);
			return h(
				"li",
				{ class: "kim-answer", "data-competence": competence.name },
				h("div", { class: "kim-answer-picture" }, picture(sheet, level, competence.unknown)),
				h(
					"div",
					{ class: "kim-answer-texts" },
					h("strong", { class: "kim-answer-title" }, title(sheet, competence.texts)),
					h("div", { class: level ? "" : "kim-open" }, said(sheet, level, competence)),
					competence.note && h("div", { class: "kim-own-words", dir: "auto" }, competence.note)
				),
				go_to &&
					h(
						"button",
						{
							type: "button",
							class: "btn btn-default btn-sm",
							"aria-label": __("Change the answer: {0}", [competence.texts[0].title]),
							onclick: () => go_to(index),
						},
						level || competence.unknown ? __("Change") : __("Answer")
					)
			);
		})
	);
}

function picture(sheet, level, unknown) {
	if (level) return pictograms.of_level(level, sheet.scale.length);
	return unknown ? pictograms.unknown() : null;
}

function said(sheet, level, { unknown }) {
	if (level) return title(sheet, level.texts);
	return unknown ? __("I don't know yet") : __("Not answered yet");
}

/** How many competences are answered, as the page knows it: an answer on its way counts. */
export function answered(sheet) {
	return sheet.competences.filter(({ level, unknown }) => level || unknown).length;
}
