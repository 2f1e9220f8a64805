// The screens that do more than show and send: each is started when its page is there, and says where somebody was on
// it when the page is exchanged.
import * as data from "./data.js";
import * as passport from "./passport.js";
import * as rate from "./rate.js";
import * as show from "./show.js";
import { sort_choices } from "./order.js";

const SCREENS = { data, passport, rate, show };
let shown = null;

/** Starts the screen of the page; `place` is what `leave` gave. */
export function run(place = null) {
	const main = document.getElementById("kim-main");
	shown = SCREENS[main.dataset.screen] || null;
	shown?.start(main, place);
	sort_choices();
}

/** Where somebody is on the screen, once everything of it was sent. */
export async function leave() {
	return (await shown?.leave?.()) ?? null;
}
