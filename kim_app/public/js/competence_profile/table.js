// The same facts as a table, for whoever reads numbers rather than pictures.
import { day, h } from "./dom.js";
import * as words from "./words.js";

function validated({ validated: standing, lapsed }, scale) {
	if (standing) return words.level(scale, standing.level);
	return lapsed && words.lapsed(scale, lapsed);
}

export function table(entries, scale, { own, flagged, caption }) {
	const columns = [
		[__("Competence"), (entry) => h("bdi", {}, entry.title)],
		[__("Validated"), (entry) => validated(entry, scale)],
		[__("Validated on"), (entry) => entry.validated && day(entry.validated.on)],
		[__("Until"), ({ validated }) => validated && (validated.until ? day(validated.until) : __("No end"))],
		[own ? __("What you say") : __("Claimed"), (entry) => entry.claimed && words.level(scale, entry.claimed.level)],
		flagged && [__("Required"), (entry) => entry.target && words.level(scale, entry.target.level)],
		flagged && [__("Levels missing"), (entry) => entry.target && String(entry.target.steps)],
		[__("Evidence"), (entry) => String(entry.evidence.filter(({ status }) => status !== "Superseded").length)],
		[__("In progress"), (entry) => entry.open && __(entry.open.state)],
	].filter(Boolean);
	return h(
		"div",
		{ class: "kim-table-frame", tabindex: 0, role: "region", "aria-label": caption },
		h(
			"table",
			{ class: "kim-table" },
			h("caption", {}, caption),
			h("thead", {}, h("tr", {}, columns.map(([label]) => h("th", { scope: "col" }, label)))),
			h(
				"tbody",
				{},
				entries.map((entry) =>
					h(
						"tr",
						{},
						columns.map(([_label, cell], index) =>
							index ? h("td", {}, cell(entry) || "") : h("th", { scope: "row" }, cell(entry))
						)
					)
				)
			)
		)
	);
}
