// What became of each choice: a link to what was started, or the reason why it was not.
import { h } from "../competence_profile/dom.js";

export function outcome(results) {
	const started = results.filter(({ validation }) => validation).length;
	const refused = results.length - started;
	const said = [started === 1 ? __("1 validation was started.") : __("{0} validations were started.", [started])];
	if (refused) said.push(refused === 1 ? __("1 was refused.") : __("{0} were refused.", [refused]));
	return [
		h("p", { role: "status", class: "kim-start-said" }, said.join(" ")),
		h(
			"ul",
			{ class: "kim-start-outcome" },
			results.map(({ title, validation, refused: why }) =>
				h(
					"li",
					{ class: validation ? "kim-started" : "kim-refused" },
					h("b", { "aria-hidden": "true" }, validation ? "✔ " : "✘ "),
					h("bdi", {}, title),
					": ",
					validation
						? h("a", { href: frappe.utils.get_form_link("KIM Validation", validation) }, validation)
						: h("span", { dir: "auto" }, why)
				)
			)
		),
	];
}
