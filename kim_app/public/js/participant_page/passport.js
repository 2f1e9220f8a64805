// My passport: made and taken along, and the picture of all competences below what is validated.
import { CompetenceProfile } from "../competence_profile/profile.js";
import { get, post } from "./server.js";

const ISSUE = "kim_app.printing.api.issue_passport";

export function start(main) {
	const element = main.querySelector("#kim-competence-profile");
	if (!element) return;
	const { participant } = element.dataset;
	new CompetenceProfile(element, { participant, own: true, read: get }).load();
	const passport = main.querySelector("[data-passport]");
	passport?.querySelector("[data-issue]").addEventListener("click", ({ target }) => issue(passport, target));
}

// In the centre's language, which who asks for it reads, and the participant's beside it.
async function issue(passport, button) {
	const answer = passport.querySelector(".kim-answer");
	button.disabled = true;
	answer.textContent = "";
	try {
		const ways = await post(ISSUE);
		for (const link of passport.querySelectorAll("[data-way]")) link.href = ways[link.dataset.way];
		passport.querySelector("[data-number]").textContent = ways.number;
		passport.querySelector("[data-ways]").hidden = false;
		button.hidden = true;
		passport.querySelector("[data-way]").focus();
	} catch ({ message }) {
		answer.textContent = message || __("This did not work. Load the page again, or talk to your case worker.");
		answer.classList.add("failed");
		button.disabled = false;
	}
}
