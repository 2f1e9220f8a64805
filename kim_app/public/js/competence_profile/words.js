// What the picture says in words: beside each row, to a screen reader, and in the table.
import { day } from "./dom.js";

/** A level's title without the code that some frameworks begin it with, as in "A2: Simple matters". */
export function title({ code, title: written }) {
	const rest = written.startsWith(code) ? written.slice(code.length).replace(/^[:.\s–-]+/, "") : written;
	return rest || "";
}

/** A level as everybody names it: its code and its title. */
export function level(scale, code) {
	const found = scale.find((entry) => entry.code === code);
	return found ? `${code} ${title(found)}`.trim() : code || "";
}

export function validated(scale, { level: code, until, ends_soon }) {
	if (!until) return __("Validated: {0}", [level(scale, code)]);
	if (ends_soon) return __("Validated: {0}. Ends soon, on {1}.", [level(scale, code), day(until)]);
	return __("Validated: {0}, until {1}", [level(scale, code), day(until)]);
}

export function lapsed(scale, { level: code, until }) {
	return __("No longer valid: {0}, ended on {1}", [level(scale, code), day(until)]);
}

export function claimed(scale, { level: code }, own) {
	return own ? __("You say: {0}", [level(scale, code)]) : __("Claimed: {0}", [level(scale, code)]);
}

export function open({ state }) {
	return __("In progress: {0}", [__(state)]);
}

export function target(scale, { level: code, steps, met, only_claimed }) {
	const required = level(scale, code);
	if (met) return __("Required: {0}. Reached.", [required]);
	if (only_claimed) return __("Required: {0}. Claimed, not validated yet.", [required]);
	if (steps === 1) return __("Required: {0}. One level is missing.", [required]);
	return __("Required: {0}. {1} levels are missing.", [required, steps]);
}

/** Every sentence that holds for a competence now: [kind, text]. */
export function standing(entry, scale, own) {
	const lines = [];
	if (entry.validated) lines.push([entry.validated.ends_soon ? "soon" : "validated", validated(scale, entry.validated)]);
	if (entry.lapsed) lines.push(["lapsed", lapsed(scale, entry.lapsed)]);
	if (entry.claimed) lines.push(["claimed", claimed(scale, entry.claimed, own)]);
	if (entry.open) lines.push(["open", open(entry.open)]);
	if (entry.target) lines.push([entry.target.met ? "met" : "gap", target(scale, entry.target)]);
	if (!entry.validated && !entry.lapsed && !entry.claimed && !entry.open) {
		lines.unshift(["nothing", evidence(entry.evidence.length) || __("Nothing on record yet")]);
	}
	return lines;
}

function evidence(count) {
	if (!count) return "";
	return count === 1 ? __("One piece of evidence, no claim yet") : __("{0} pieces of evidence, no claim yet", [count]);
}

/** One step of the history: what became of a validation. */
export function history(scale, step) {
	const named = level(scale, step.level);
	switch (step.standing) {
		case "current":
			return step.until
				? __("Validated: {0}, until {1}", [named, day(step.until)])
				: __("Validated: {0}", [named]);
		case "expired":
			return __("Validated: {0}. Ended on {1}.", [named, day(step.until)]);
		case "revoked":
			return step.revoked_on
				? __("Validated: {0}. Revoked on {1}.", [named, day(step.revoked_on)])
				: __("Validated: {0}. Revoked.", [named]);
		case "not-validated":
			return named ? __("Not validated. Claimed was {0}.", [named]) : __("Not validated.");
		default:
			return named
				? __("In progress: {0}. Claimed is {1}.", [__(step.state), named])
				: __("In progress: {0}.", [__(step.state)]);
	}
}
