// My data: answers that are on the screen have been read.
import { post } from "./server.js";

export function start(main) {
	if (main.querySelector("[data-unread='1']")) post("kim_app.participant_page.corrections.read_answers").catch(() => null);
}
