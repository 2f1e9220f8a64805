// My passport: the picture of all competences below what is validated.
import { CompetenceProfile } from "../competence_profile/profile.js";
import { get } from "./server.js";

export function start(main) {
	const element = main.querySelector("#kim-competence-profile");
	if (!element) return;
	const { participant } = element.dataset;
	new CompetenceProfile(element, { participant, own: true, read: get }).load();
}
