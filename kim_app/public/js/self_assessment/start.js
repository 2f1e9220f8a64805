// The participant's own page before a sheet is open: which framework, which second language, and what was said before.
import { day, h } from "../competence_profile/dom.js";
import { call } from "./saving.js";
import { SelfAssessment } from "./sheet.js";

/**
 * Shows the choice inside `element`. `earlier` are the participant's self assessments, newest first: `name`,
 * `framework`, `status`, `finished_on`, `answered`, `total`; `spoken` the codes of the languages they speak. `place` is where somebody was before (see `leave`). Gives the screen, whose `leave()` says where
 * somebody is on it once their answers are sent.
 */
export async function start(element, { earlier, spoken, home, place }) {
	const screen = { sheet: null, leave: () => screen.sheet?.leave() };
	element.classList.add("kim-sheet");
	let frameworks;
	try {
		frameworks = await call("frameworks");
	} catch (error) {
		element.replaceChildren(h("p", { class: "kim-failed", role: "alert" }, error.message));
		return screen;
	}
	const message = h("p", { class: "kim-failed", role: "alert" });
	const open = async (work, at) => {
		message.replaceChildren();
		try {
			const sheet = await work();
			screen.sheet = new SelfAssessment(element, sheet, { home, at, withdrawn: () => window.location.reload() });
		} catch (error) {
			message.replaceChildren(error.message);
		}
	};
	const parts = [
		h("p", null, __("Say how well you can do things. There is no right or wrong, and nobody marks you.")),
		message,
		h(
			"ul",
			{ class: "kim-choices" },
			frameworks.map((framework) => choice(framework, earlier, spoken, open))
		),
		!frameworks.length && h("p", null, __("There is nothing to rate yourself on yet. Ask your case worker.")),
	];
	element.replaceChildren(...parts.filter(Boolean));
	if (place) await open(() => call("read_sheet", { sheet: place.sheet }), place.at);
	return screen;
}

function choice(framework, earlier, spoken, open) {
	const own = earlier.filter(({ framework: name }) => name === framework.name);
	const draft = own.find(({ status }) => status === "Draft");
	const finished = own.filter(({ status }) => status === "Finished");
	const languages = h("select", { class: "form-control", id: `kim-language-${framework.name}` });
	const others = framework.languages.filter(({ code }) => code !== (document.querySelector(".kim-rate")?.lang || "en"));
	const likely = others.find(({ code }) => spoken.includes(code));
	languages.append(
		h("option", { value: "" }, __("No second language")),
		...others.map(({ code, name }) => h("option", { value: code, lang: code, selected: code === likely?.code }, name))
	);
	return h(
		"li",
		{ class: "kim-choice", "data-framework": framework.name },
		h("h2", { dir: "auto" }, framework.title),
		draft
			? h("p", null, __("{0} of {1} answered", [draft.answered, draft.total]))
			: others.length > 0 &&
					h("div", null, h("label", { for: languages.id }, __("Show a second language beside it")), languages),
		h(
			"button",
			{
				type: "button",
				class: "btn btn-primary",
				onclick: () =>
					open(() =>
						call("open_sheet", { framework: framework.name, ...(draft ? {} : { second_language: languages.value }) })
					),
			},
			draft ? __("Go on") : finished.length ? __("Rate yourself anew") : __("Begin")
		),
		finished.length > 0 &&
			h(
				"div",
				{ class: "kim-earlier" },
				h("p", null, __("What you said before")),
				h(
					"ul",
					null,
					finished.map(({ name, finished_on }) =>
						h(
							"li",
							null,
							h(
								"button",
								{ type: "button", class: "btn btn-link", onclick: () => open(() => call("read_sheet", { sheet: name })) },
								day(finished_on)
							)
						)
					)
				)
			)
	);
}
