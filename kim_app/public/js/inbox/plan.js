// One inclusion plan on one screen: everything that a supervisor's decision on it needs. Markup made from what
// `inbox.case` answers in the section of plans.
import { actions_html, facts_html, steps_html } from "./case.js";
import { html, link_to, on_day } from "./words.js";

const PLAN = "KIM Inclusion Plan";

export function plan_html(seen) {
	const parts = [
		`<button class="btn btn-default btn-sm kim-back">${html(__("Back to the list"))}</button>`,
		head_html(seen),
	];
	if (seen.why_not) parts.push(`<p class="kim-note">${html(seen.why_not)} ${html(__("Another supervisor has to decide it."))}</p>`);
	if (seen.version) {
		parts.push(
			`<p class="kim-note">${html(__("Version {0} of this plan is in force. Goals that were changed since are marked.", [seen.version]))}</p>`
		);
	}
	if (seen.wishes) {
		parts.push(`<h3>${html(__("What the participant wants"))}</h3><p class="kim-text" dir="auto">${html(seen.wishes)}</p>`);
	}
	parts.push(goals_html(seen), dropped_html(seen), reviews_html(seen), steps_html(seen));
	return parts.join("");
}

function head_html(seen) {
	const facts = [
		[__("Centre"), html(seen.centre)],
		[__("Case worker"), html(seen.case_worker_name)],
		[__("Starts"), on_day(seen.from_date)],
		[__("Ends"), on_day(seen.to_date)],
		[__("Next review"), on_day(seen.next_review)],
		[__("Consent of the participant"), consent_html(seen)],
	];
	return `<div class="kim-case-head"><div>
			<h2 dir="auto">${html(seen.participant_name)}</h2>
			<div>${html(__("Inclusion plan"))}</div>
			<div class="kim-small">${link_to(seen.name, PLAN)} · ${html(__(seen.state))}</div>
		</div>${actions_html(seen.actions, ["Approve", "Return for Changes"])}</div>${facts_html(facts)}`;
}

function consent_html({ signed_on, signed_how, signed_name, scan }) {
	if (!signed_on) return "";
	const by = signed_how === "Website" ? __("on the website, as {0}", [signed_name]) : __("on paper");
	const paper = scan
		? `<div><a href="${html(encodeURI(scan))}" target="_blank" rel="noopener">${html(__("Open the scan"))}</a></div>`
		: "";
	return `${on_day(signed_on)}, ${html(by)}${paper}`;
}

function goals_html({ goals }) {
	const marks = { added: ["green", __("New")], changed: ["orange", __("Changed")] };
	const cards = goals.map((goal) => {
		const [colour, text] = marks[goal.change] || [];
		const mark = text ? ` <span class="indicator-pill no-indicator-dot ${colour}">${html(text)}</span>` : "";
		const actions = goal.actions.map((action) => {
			const facts = [action.who, action.due.first].filter(Boolean).map(html);
			return `<tr><td dir="auto">${html(action.what.first)}</td><td style="width: 45%">${facts.join(" · ")}</td></tr>`;
		});
		return `<div class="kim-evidence"><h4 dir="auto">${html(goal.title.first)}${mark}</h4>
			<div class="kim-small">${[goal.area.first, goal.due.first].filter(Boolean).map(html).join(" · ")}</div>
			<p class="kim-text" dir="auto">${html(goal.aim.first)}</p>
			<table>${actions.join("")}</table></div>`;
	});
	return `<h3>${html(__("Goals and actions"))}</h3>${cards.join("")}`;
}

function dropped_html({ dropped }) {
	if (!dropped.length) return "";
	const rows = dropped.map((title) => `<li dir="auto">${html(title)}</li>`);
	return `<h3>${html(__("Dropped"))}</h3><ul>${rows.join("")}</ul>`;
}

function reviews_html({ reviews }) {
	if (!reviews.length) return "";
	const rows = reviews.map(
		(review) => `<tr><td>${on_day(review.held_on)}<div class="kim-small" dir="auto">${html(review.took_part)}</div></td>
		<td style="width: 65%" class="kim-text" dir="auto">${html(review.outcome)}</td></tr>`
	);
	return `<h3>${html(__("Reviews"))}</h3><table>${rows.join("")}</table>`;
}
