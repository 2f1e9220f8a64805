// Forms that call the server: <form data-call="method">, or the same on the button that is pressed. Afterwards the page
// is shown anew, or the one that data-then names; what is refused is said beside the button.
import { exchange } from "./exchange.js";
import { post } from "./server.js";

export function listen() {
	document.addEventListener("submit", (event) => {
		const form = event.target.closest("form[data-call]");
		if (!form) return;
		event.preventDefault();
		send(form, event.submitter);
	});
}

async function send(form, button) {
	const answer = form.querySelector(".kim-answer");
	const buttons = [...form.querySelectorAll("button")];
	const state = (text, failed) => {
		answer.textContent = text;
		answer.classList.toggle("failed", Boolean(failed));
	};
	buttons.forEach((one) => (one.disabled = true));
	state(form.enctype === "multipart/form-data" ? __("Sending. This can take a while.") : "");
	try {
		const told = await post(button?.dataset.call || form.dataset.call, values(form));
		const then = form.dataset.then || window.location.pathname + window.location.search;
		if (form.dataset.then) window.history.pushState(null, "", then);
		// What was sent has arrived: the page alone is asked for again, by the browser itself if need be.
		await exchange(then).catch(() => window.location.assign(then));
		const heading = document.querySelector("main h1");
		heading?.setAttribute("tabindex", "-1");
		heading?.focus();
		if (told?.said) heading?.after(note(told.said));
		document.getElementById("kim-spoken").textContent = told?.said || __("Done");
	} catch (error) {
		state(why(error), true);
		buttons.forEach((one) => (one.disabled = false));
	}
}

// What became of it stands where the page begins, not beside a button that may be far below.
function note(said) {
	const box = document.createElement("p");
	box.className = "kim-box good kim-said";
	box.textContent = said;
	return box;
}

function values(form) {
	const given = new FormData(form);
	const several = new Set([...form.querySelectorAll("[data-several]")].map(({ name }) => name));
	if (form.enctype === "multipart/form-data") {
		for (const name of several) given.set(name, JSON.stringify(given.getAll(name)));
		return given;
	}
	return Object.fromEntries(
		[...given.keys()].map((name) => [name, several.has(name) ? given.getAll(name) : given.get(name)])
	);
}

function why({ message, offline, status }) {
	if (offline) return __("There is no connection. Try again when you have one; what you wrote is still here.");
	if (message) return message;
	if (status === 401 || status === 403) return __("You are signed out. Load the page again and sign in.");
	if (status === 413) return __("The file is too large. Choose a smaller one.");
	return __("This did not work. Load the page again, or talk to your case worker.");
}
