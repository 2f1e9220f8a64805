// Elements made from values, never from markup: a name or a title in any script stays a text.

const SVG = "http://www.w3.org/2000/svg";

function fill(element, attributes, children) {
	for (const [name, value] of Object.entries(attributes || {})) {
		if (value === null || value === undefined || value === false) continue;
		if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
		else element.setAttribute(name, value === true ? "" : value);
	}
	for (const child of children.flat(Infinity)) {
		if (child !== null && child !== undefined && child !== false) element.append(child);
	}
	return element;
}

export function h(tag, attributes, ...children) {
	return fill(document.createElement(tag), attributes, children);
}

export function svg(tag, attributes, ...children) {
	return fill(document.createElementNS(SVG, tag), attributes, children);
}

/** A day as the reader's language writes it, with the month in letters: 3 and 12 are never mixed up. */
export function day(iso) {
	const [year, month, date] = String(iso).slice(0, 10).split("-").map(Number);
	const tag = document.documentElement.lang || "en";
	// The English of Europe, where the day comes first.
	const language = tag === "en" ? "en-GB" : tag;
	const words = { year: "numeric", month: "short", day: "numeric" };
	const value = new Date(year, month - 1, date);
	try {
		return value.toLocaleDateString(language, words);
	} catch {
		// A language tag that the browser does not know.
		return value.toLocaleDateString("en", words);
	}
}
