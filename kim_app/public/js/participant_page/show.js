// Show something new: one question on a screen, and what was chosen in pictures before it is sent.
import { h } from "../competence_profile/dom.js";

let form = null;
let at = 0;

export function start(main, place) {
	form = main.querySelector("form.kim-stepwise");
	if (!form) return;
	const input = form.elements.files;
	input.onchange = () => show_files(input);
	form.querySelector("[data-back]").addEventListener("click", () => go(at - 1));
	form.querySelector("[data-next]").addEventListener("click", () => is_answered() && go(at + 1));
	form.addEventListener("change", ({ target }) => target !== input && tell(""));
	// Enter goes on to the next question, and sends at the last one alone.
	form.addEventListener("keydown", (event) => {
		if (event.key !== "Enter" || event.target.matches("textarea, button, summary") || at === last()) return;
		event.preventDefault();
		if (is_answered()) go(at + 1);
	});
	show_files(input);
	go(place?.at ?? 0, false);
}

export function leave() {
	return { at };
}

const steps = () => [...form.querySelectorAll("[data-step]")];
const last = () => steps().length - 1;

function go(to, focus = true) {
	at = Math.min(Math.max(to, 0), last());
	steps().forEach((step, number) => {
		step.hidden = number !== at;
		step.querySelector("[data-step-count]").textContent = __("Step {0} of {1}", [number + 1, last() + 1]);
	});
	form.querySelector("[data-back]").hidden = at === 0;
	form.querySelector("[data-next]").hidden = at === last();
	form.querySelector("[data-send]").hidden = at !== last();
	tell("");
	if (focus) {
		steps()[at].querySelector("h2").focus({ preventScroll: true });
		window.scrollTo(0, 0);
	}
}

function is_answered() {
	const { needed } = steps()[at].dataset;
	if (needed && !form.querySelector(`[name="${needed}"]:checked`)) {
		tell(__("Choose one of these first."));
		return false;
	}
	return at !== 0 || show_files(form.elements.files);
}

function tell(text) {
	const answer = form.querySelector(".kim-answer");
	answer.textContent = text;
	answer.classList.toggle("failed", Boolean(text));
}

// The server asks the same, and looks into the files as well; here nobody waits for a long upload to be told.
function show_files(input) {
	const { largest, most, endings } = input.dataset;
	const chosen = [...input.files];
	const list = form.querySelector("[data-chosen]");
	list.querySelectorAll("img").forEach(({ src }) => URL.revokeObjectURL(src));
	list.replaceChildren(...chosen.map(entry));
	const wrong = chosen.find(({ size }) => size > Number(largest));
	const foreign = chosen.find(({ name }) => !endings.split(" ").includes(name.split(".").pop().toLowerCase()));
	if (chosen.length > Number(most)) tell(__("Choose at most {0} files.", [most]));
	else if (foreign) tell(__("{0} cannot be taken. Choose a photo, a PDF or a text.", [foreign.name]));
	else if (wrong) tell(__("{0} is too large. Choose a smaller file, or take a new photo of lower quality.", [wrong.name]));
	else {
		tell("");
		return true;
	}
	return false;
}

function entry(file) {
	const picture = /^image\/(jpeg|png|webp)$/.test(file.type)
		? h("img", { src: URL.createObjectURL(file), alt: "", width: 72, height: 72 })
		: h("img", { src: "/assets/kim_app/images/pictograms/kind-document.svg", alt: "", width: 72, height: 72 });
	return h("li", null, picture, h("bdi", null, file.name));
}
