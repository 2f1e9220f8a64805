// What happens when a page under /kim has been read, and again whenever its content was exchanged.
import { listen as listen_to_forms } from "./forms.js";
import { listen as listen_to_languages, keep_asked_language } from "./languages.js";
import { post } from "./server.js";
import * as screens from "./screens.js";
import { learn } from "./words.js";

export async function start() {
	learn(document);
	listen_to_forms();
	listen_to_languages();
	document.addEventListener("click", (event) => {
		if (event.target.closest("[data-sign-out]")) sign_out();
	});
	// Before a screen asks the server for anything, which answers in the language that is kept.
	await keep_asked_language();
	screens.run();
}

async function sign_out() {
	await post("logout").catch(() => null);
	window.location.assign("/kim");
}
