// One row's drawing: the steps of the scale, what is validated as a solid bar, what is claimed as a
// ring, what is required as a flag. Shapes differ as well as colours, so none is lost to a reader who
// sees colours otherwise, or on a black and white print.
import { h, svg } from "./dom.js";
import * as words from "./words.js";

const MIDDLE = 30;
const HEIGHT = 50;

/** Where the step of `position` stands on a scale of `count` levels, in the middle of its column. */
const place = (position, count) => `${((position + 0.5) / count) * 100}%`;

/** Shapes at a step, drawn round its own origin. */
const at = (position, count, ...shapes) =>
	svg("svg", { x: place(position, count), y: MIDDLE, overflow: "visible" }, ...shapes);

export function track(entry, scale, own) {
	const sentence = words
		.standing(entry, scale, own)
		.map(([_kind, text]) => text.replace(/\.$/, ""))
		.join(". ");
	return svg(
		"svg",
		{ class: "kim-track", height: HEIGHT, width: "100%", role: "img", "aria-label": sentence },
		...drawing(entry, scale)
	);
}

function drawing(entry, scale) {
	const count = scale.length;
	const reached = entry.validated ? entry.validated.position : -1;
	const short = scale.every(({ code }) => code.length <= 2);
	const line = (from, to, kind) =>
		svg("line", { x1: place(from, count), x2: place(to, count), y1: MIDDLE, y2: MIDDLE, class: kind });
	return [
		line(0, count - 1, "kim-track-rail"),
		entry.lapsed && line(0, entry.lapsed.position, "kim-track-lapsed"),
		reached > 0 && line(0, reached, "kim-track-validated"),
		...scale.map(({ code, position }) =>
			at(
				position,
				count,
				svg("circle", { r: 9, class: position <= reached ? "kim-step-on" : "kim-step" }),
				short &&
					svg(
						"text",
						{ class: position <= reached ? "kim-code-on" : "kim-code", "text-anchor": "middle", dy: "0.35em" },
						code
					)
			)
		),
		entry.claimed && at(entry.claimed.position, count, svg("circle", { r: 14, class: "kim-claim" })),
		entry.target && at(entry.target.position, count, ...flag()),
	].filter(Boolean);
}

const flag = () => [
	svg("line", { x1: 0, x2: 0, y1: -29, y2: -10, class: "kim-flag-pole" }),
	svg("path", { d: "M0 -29 L12 -25 L0 -20 Z", class: "kim-flag" }),
];

/** The titles of the levels above the rows, each over its step. */
export function axis(scale) {
	return h(
		"div",
		// More than five titles do not fit side by side on a phone; every row says its levels in words.
		{ class: scale.length > 5 ? "kim-axis kim-axis-long" : "kim-axis", "aria-hidden": "true" },
		scale.map((level) =>
			h("span", { title: level.title }, h("b", {}, level.code), h("span", { dir: "auto" }, words.title(level)))
		)
	);
}

/** What the shapes mean; `flagged` when something is required, `lapsed` when something has ended. */
export function legend({ own, flagged, lapsed }) {
	const sample = (...shapes) =>
		svg("svg", { width: 44, height: 34, class: "kim-track", "aria-hidden": "true" }, svg("svg", { x: 22, y: 17, overflow: "visible" }, ...shapes));
	const step = (kind) => svg("circle", { r: 9, class: kind });
	const entry = (picture, text) => h("li", {}, picture, text);
	return h(
		"ul",
		{ class: "kim-legend", "aria-label": __("Legend") },
		entry(
			sample(svg("line", { x1: -20, x2: 0, y1: 0, y2: 0, class: "kim-track-validated" }), step("kim-step-on")),
			__("Validated")
		),
		entry(sample(step("kim-step"), svg("circle", { r: 14, class: "kim-claim" })), own ? __("What you say") : __("Claimed")),
		lapsed &&
			entry(
				sample(svg("line", { x1: -20, x2: 20, y1: 0, y2: 0, class: "kim-track-lapsed" })),
				__("No longer valid")
			),
		flagged &&
			entry(
				sample(
					svg("line", { x1: 0, x2: 0, y1: -14, y2: 12, class: "kim-flag-pole" }),
					svg("path", { d: "M0 -14 L12 -10 L0 -5 Z", class: "kim-flag" })
				),
				__("Required")
			)
	);
}
