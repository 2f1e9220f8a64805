// What stands above and below the lists: tabs, filters and keys.
import { html, section_texts } from "./words.js";

/** One tab for each section, with how many cases wait in it. */
export function tabs_html(sections, chosen) {
	return sections
		.map(({ key, count }) => {
			const shown = count >= 100 ? __("{0} or more", [100]) : count;
			return `<button role="tab" data-section="${key}" aria-selected="${key === chosen}">
				${html(section_texts(key).title)}<span class="kim-count">${shown}</span></button>`;
		})
		.join("");
}

/** What the list of `section` can be narrowed by; `filters` are those set, `centres` what there is to choose from. */
export function filters_html(section, centres, filters) {
	const options = (values, chosen, all, label = html) =>
		[`<option value="">${html(all)}</option>`]
			.concat(
				values.map(
					(value) =>
						`<option value="${html(value)}" ${value === chosen ? "selected" : ""}>${label(value)}</option>`
				)
			)
			.join("");
	const states = {
		prepare: ["Identification", "Documentation"],
		know: ["Validated", "Not Validated"],
		late: ["Identification", "Documentation", "Assessment", "Pending Approval"],
	}[section];
	const { text, centre, state, everyone } = filters;
	const sought = section === "plans" ? __("Name or number") : __("Name, number or competence");
	const parts = [
		`<input type="search" class="form-control input-sm" value="${html(text)}"
			placeholder="${html(sought)}" aria-label="${html(__("Search"))}">`,
	];
	if (centres.length > 1) {
		parts.push(`<select class="form-control input-sm" name="centre" aria-label="${html(__("Centre"))}">
			${options(centres, centre, __("All centres"))}</select>`);
	}
	if (states) {
		parts.push(`<select class="form-control input-sm" name="state" aria-label="${html(__("State"))}">
			${options(states, state, __("All states"), (value) => html(__(value)))}</select>`);
	}
	const decides = ["decide", "plans"].includes(section);
	if (section !== "late" && (!decides || centres.length > 1)) {
		const label = decides ? __("Other centres too") : __("Cases of colleagues too");
		parts.push(`<label><input type="checkbox" name="everyone" ${everyone ? "checked" : ""}>${html(label)}</label>`);
	}
	return parts.join("");
}

/** The keys that work on the page. */
export function keys_html(section) {
	const keys = { j: __("next"), k: __("previous"), o: __("open the form") };
	if (section === "decide") keys.x = __("choose");
	if (["decide", "plans"].includes(section)) keys.a = __("approve");
	const shown = Object.entries(keys).map(([key, text]) => `<kbd>${key}</kbd> ${html(text)}`);
	return `${html(__("Keys"))}: ${shown.join(" &nbsp; ")}`;
}
