// Takes a page's content anew from the server without loading the page: in another language, or after something was
// done. What somebody has typed, ticked or chosen stays.
import * as screens from "./screens.js";
import { learn } from "./words.js";

/** Shows `address` in place of what is on the screen. With `typed`, what was typed is carried over. Where the session
 * has ended, the login comes. */
export async function exchange(address, { typed = false } = {}) {
	const response = await fetch(address, { headers: { Accept: "text/html" } });
	if (response.redirected && !new URL(response.url).pathname.startsWith("/kim")) {
		window.location.assign(response.url);
		return;
	}
	const fresh = new DOMParser().parseFromString(await response.text(), "text/html");
	const [before, after] = [document, fresh].map((page) => page.getElementById("kim-main"));
	if (!after) throw new Error(`${address}: ${response.status}`);
	const place = typed ? await screens.leave() : null;
	if (typed) carry_over(before, after);
	learn(fresh);
	document.title = fresh.title;
	for (const name of ["lang", "dir"]) document.documentElement.setAttribute(name, fresh.documentElement[name]);
	before.replaceWith(document.adoptNode(after));
	for (const part of [".kim-skip", ".kim-bar-top"]) {
		document.querySelector(part).replaceWith(document.adoptNode(fresh.querySelector(part)));
	}
	screens.run(place);
}

// Nodes are told by their form's and their own names, and files move with their field: no script can fill it.
function carry_over(before, after) {
	for (const field of before.querySelectorAll("input[name], textarea[name], select[name]")) {
		const form = field.form?.dataset.call;
		const same = [...after.querySelectorAll(`[name="${CSS.escape(field.name)}"]`)].find(
			(other) => other.form?.dataset.call === form && other.type === field.type && is_same(field, other)
		);
		if (!same || field.type === "hidden") continue;
		if (field.type === "file") {
			const [id, described] = [same.id, same.getAttribute("aria-describedby")];
			same.replaceWith(field);
			field.id = id;
			if (described) field.setAttribute("aria-describedby", described);
		} else if (is_choice(field)) same.checked = field.checked;
		else same.value = field.value;
	}
}

const is_choice = ({ type }) => type === "radio" || type === "checkbox";
const is_same = (field, other) => !is_choice(field) || field.value === other.value;
