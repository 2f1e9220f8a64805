// The picture of a level: one drawing for each name that a framework may give, and a staircase for longer scales.
import { h, svg } from "../competence_profile/dom.js";

const FOLDER = "/assets/kim_app/images/pictograms/";
const DRAWN = {
	"Not yet": "not-yet",
	"With help": "with-help",
	Alone: "alone",
	"New place": "new-place",
	"Guides others": "guides-others",
};

/** The picture of the level at `position` (0 for the lowest) of `count`. It says nothing to a screen reader: the
 * level's title stands beside it. */
export function of_level({ pictogram, position }, count) {
	return DRAWN[pictogram] ? drawing(DRAWN[pictogram]) : staircase(position, count);
}

export function unknown() {
	return drawing("unknown");
}

function drawing(name) {
	return h("img", { class: "kim-pictogram", src: `${FOLDER}${name}.svg`, alt: "", width: 72, height: 72 });
}

// As many steps as the scale has levels, and somebody who stands on this one.
function staircase(position, count) {
	const width = 58 / count;
	const top = (step) => 54 - ((step + 1) * 34) / count;
	const steps = Array.from({ length: count }, (_, step) =>
		svg("rect", {
			x: 3 + step * width,
			y: top(step),
			width: width - 1,
			height: 60 - top(step),
			rx: 1,
			class: step <= position ? "kim-step-reached" : "kim-step",
		})
	);
	const middle = 3 + (position + 0.5) * width - 0.5;
	return svg(
		"svg",
		{ class: "kim-pictogram", viewBox: "0 0 64 64", "aria-hidden": "true" },
		steps,
		svg("circle", { cx: middle, cy: top(position) - 13, r: 4, class: "kim-step-person" }),
		svg("rect", { x: middle - 3, y: top(position) - 8, width: 6, height: 8, rx: 3, class: "kim-step-person" })
	);
}
