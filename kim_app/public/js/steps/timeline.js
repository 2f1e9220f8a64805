// How a record came to where it stands: who did what, when, and why.
import { h } from "../competence_profile/dom.js";

/** `entries` in their order, each with `title`, `who`, `when` and, where there are, `from`, `to`, `reason` and
 * the `colour` of its dot. */
export function timeline(element, entries) {
	element.replaceChildren(h("ol", { class: "list-unstyled kim-timeline" }, entries.map(entry)));
}

function entry({ title, who, when, from, to, reason, colour }) {
	const way = from && to && from !== to ? `${from} → ${to}` : "";
	return h(
		"li",
		{ class: "mb-3" },
		h("span", { class: `indicator ${colour || (reason ? "orange" : "blue")}` }),
		" ",
		h("strong", {}, title),
		" ",
		way ? h("span", { class: "text-muted" }, way) : null,
		h("div", { class: "small" }, `${who}, `, h("time", { datetime: when }, frappe.datetime.str_to_user(when))),
		reason ? h("blockquote", { class: "text-muted mb-0", dir: "auto" }, reason) : null
	);
}
