// What stands behind one row: the levels in words, how it came about, and what there is to show for it.
import { day, h } from "./dom.js";
import * as words from "./words.js";

const MARKS = { current: "✔", expired: "⌛", revoked: "✘", "not-validated": "–", open: "…" };

/** `link(doctype, name)` gives the address of a record, or null where the reader cannot open it. */
export function details(entry, scale, { own, link }) {
	return [
		entry.description && h("p", { class: "kim-muted", dir: "auto" }, entry.description),
		levelMeant(entry, scale),
		history(entry, scale, link),
		evidence(entry, link),
		entry.claimed && entry.claimed.self_assessment && claim(entry.claimed, own, link),
	].filter(Boolean);
}

function reference(link, doctype, name, text) {
	const address = link && link(doctype, name);
	return address ? h("a", { href: address }, text || name) : text || name;
}

function levelMeant(entry, scale) {
	const standing = entry.validated || entry.claimed;
	const level = standing && scale[standing.position];
	if (!level || !level.description) return null;
	return h("p", { dir: "auto" }, h("b", {}, words.level(scale, level.code), ": "), level.description);
}

function history(entry, scale, link) {
	if (!entry.history.length) return null;
	return h(
		"section",
		{},
		h("h5", {}, __("History")),
		h(
			"ol",
			{ class: "kim-history" },
			entry.history.map((step) =>
				h(
					"li",
					{ class: `kim-history-${step.standing}` },
					h("span", { class: "kim-history-mark", "aria-hidden": "true" }, MARKS[step.standing]),
					h("time", { datetime: step.on }, day(step.on)),
					" ",
					words.history(scale, step),
					" ",
					h(
						"span",
						{ class: "kim-muted" },
						[
							step.certificate_number && __("Certificate {0}", [step.certificate_number]),
							step.appeal_of && __("Appeal against {0}", [step.appeal_of]),
							step.imported && __("From an earlier register"),
						]
							.filter(Boolean)
							.join(", "),
						" ",
						link && reference(link, "KIM Validation", step.validation)
					)
				)
			)
		)
	);
}

function evidence(entry, link) {
	return h(
		"section",
		{},
		h("h5", {}, __("Evidence")),
		entry.evidence.length
			? h(
					"ul",
					{ class: "kim-evidence" },
					entry.evidence.map((item) =>
						h(
							"li",
							{ class: item.status === "Superseded" ? "kim-superseded" : null },
							h("bdi", {}, reference(link, "KIM Evidence", item.name, item.title)),
							" ",
							h("span", { class: "kim-muted" }, [__(item.kind, null, "KIM Evidence"), item.status && __(item.status)].filter(Boolean).join(", "))
						)
					)
			  )
			: h("p", { class: "kim-muted" }, __("No evidence bears on this competence yet."))
	);
}

function claim(claimed, own, link) {
	const text = __("Self assessment of {0}", [day(claimed.on)]);
	return h("p", {}, own ? text : reference(link, "KIM Self Assessment", claimed.self_assessment, text));
}
