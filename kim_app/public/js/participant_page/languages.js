// The choice of language: kept on the server, and spoken at once without a new page or a new login.
import { exchange } from "./exchange.js";
import { post } from "./server.js";

const CHOOSE = "kim_app.participant_page.languages.choose";

export function listen() {
	document.addEventListener("click", (event) => {
		const link = event.target.closest("a[data-language]");
		if (link && !event.ctrlKey && !event.metaKey) {
			event.preventDefault();
			speak(link);
		}
		close_menu((menu) => !menu.contains(event.target));
	});
	document.addEventListener("keydown", (event) => {
		if (event.key === "Escape") close_menu(() => true, true);
	});
}

function close_menu(wanted, focus = false) {
	const menu = document.querySelector(".kim-language-choice details[open]");
	if (!menu || !wanted(menu)) return;
	menu.open = false;
	if (focus) menu.querySelector("summary").focus();
}

async function speak(link) {
	const { language } = link.dataset;
	const name = link.textContent;
	const in_menu = Boolean(link.closest(".kim-language-choice"));
	try {
		await post(CHOOSE, { language });
		await exchange(own_address(), { typed: true });
	} catch {
		// Without a connection nothing is lost: the page stays as it is.
		window.location.assign(link.href);
		return;
	}
	document.getElementById("kim-spoken").textContent = name;
	const again = in_menu
		? document.querySelector(".kim-language-choice summary")
		: document.querySelector(`main a[data-language="${language}"]`);
	again?.focus();
}

/** Whoever chose a language before the login has it kept afterwards: the address brings it along. */
export async function keep_asked_language() {
	const asked = new URLSearchParams(window.location.search).get("language");
	if (!asked) return;
	window.history.replaceState(null, "", own_address() + window.location.hash);
	await post(CHOOSE, { language: asked }).catch(() => null);
}

function own_address() {
	const address = new URL(window.location.href);
	address.searchParams.delete("language");
	return address.pathname + address.search;
}
