// The list of what waits: its head, and one row for each case. Markup made from what `inbox.cases` answers.
import { html } from "./words.js";

/** The line above the list: choosing all, and the decisions on what is chosen. */
export function head_html({ rows, selected }) {
	const chosen = selected.size;
	const label = chosen ? __("{0} chosen", [chosen]) : __("Choose all {0}", [rows.length]);
	const buttons = chosen
		? ["Approve", "Return to Assessor", "Reject"]
				.map(
					(action) =>
						`<button class="btn btn-xs ${action === "Approve" ? "btn-primary" : "btn-default"}" data-bulk="${action}">${html(__(action))}</button>`
				)
				.join("")
		: "";
	return `<div class="kim-list-head"><label><input type="checkbox" class="kim-all"
		${chosen && chosen === rows.length ? "checked" : ""}>${html(label)}</label>${buttons}</div>`;
}

/** One case in the list of `section`; `name` is the one that is open, `selected` what is chosen. */
export function row_html(row, { section, name, selected }, selectable) {
	const levels = [row.claimed_level, row.proposed_level].filter(Boolean).map(html).join(" → ");
	const facts = [row.name, row.centre, levels && __("Level {0}", [levels])].filter(Boolean);
	return `<div class="kim-row ${row.name === name ? "kim-open" : ""}" data-name="${html(row.name)}">
		${
			selectable
				? `<input type="checkbox" ${selected.has(row.name) ? "checked" : ""}
					aria-label="${html(__("Choose {0}", [row.name]))}">`
				: ""
		}
		<div class="kim-row-main">
			<div class="kim-row-title"><button>${html(row.participant_name)}</button>${age_html(row, section)}</div>
			<div>${html(row.about || row.competence_title)}</div>
			<div class="kim-small">${facts.join(" · ")}</div>
			${note_html(row, section)}
		</div></div>`;
}

function age_html(row, section) {
	const pill = (colour, text) => `<span class="indicator-pill no-indicator-dot ${colour}">${html(text)}</span>`;
	if (section === "know") {
		if (row.workflow_state === "Not Validated") return pill("red", __("Not Validated"));
		return row.ends_in < 0
			? pill("red", __("Expired on {0}", [frappe.datetime.str_to_user(row.valid_until)]))
			: pill("orange", __("Until {0}", [frappe.datetime.str_to_user(row.valid_until)]));
	}
	const days = row.days === 1 ? __("1 day") : __("{0} days", [row.days]);
	return pill(row.urgency || "gray", row.days ? days : __("Today"));
}

function note_html(row, section) {
	if (row.why_not) return `<div class="kim-small">${html(row.why_not)}</div>`;
	const notes = [];
	if (["prepare", "late"].includes(section)) notes.push(__(row.workflow_state));
	if (section === "late") {
		const assessing = row.workflow_state === "Assessment";
		if (row.workflow_state !== "Pending Approval") {
			notes.push((assessing ? row.assessor_name : row.case_worker_name) || "");
		}
	}
	const returned = ["Return for Evidence", "Return to Assessor", "Reject"].includes(row.last_action);
	if (returned && row.last_reason) notes.push(`${__(row.last_action)}: ${row.last_reason}`);
	const text = notes.filter(Boolean).join(" · ");
	return text ? `<div class="kim-small">${html(text)}</div>` : "";
}
