// Rate myself: the self assessment, which stays at the same competence when the language changes.
import { start as start_sheet } from "../self_assessment/start.js";

let screen = null;

export function start(main, place) {
	const element = main.querySelector("#kim-self-assessment");
	screen = element ? start_sheet(element, { ...JSON.parse(element.dataset.start), place }) : null;
}

export async function leave() {
	return (await (await screen)?.leave()) ?? null;
}
