// One case on one screen: everything that a decision on it needs. Markup made from what `inbox.case` answers.
import { at_time, html, link_to, on_day } from "./words.js";

export function case_html(seen) {
	const parts = [
		`<button class="btn btn-default btn-sm kim-back">${html(__("Back to the list"))}</button>`,
		head_html(seen),
	];
	if (seen.why_not) parts.push(`<p class="kim-note">${html(seen.why_not)} ${html(__("Another supervisor has to decide it."))}</p>`);
	const last = seen.steps[seen.steps.length - 1];
	if (last?.reason) {
		parts.push(`<p class="kim-note"><b>${html(__(last.action))}</b> (${html(last.user_name || last.user)}): <span class="kim-text">${html(last.reason)}</span></p>`);
	}
	parts.push(scale_html(seen));
	if (seen.rationale) {
		parts.push(`<h3>${html(__("Rationale"))}</h3><p class="kim-text">${html(seen.rationale)}</p>`);
	}
	parts.push(ratings_html(seen), evidence_html(seen), self_html(seen), earlier_html(seen), steps_html(seen));
	return parts.join("");
}

function head_html(seen) {
	const facts = [
		[__("Centre"), html(seen.centre)],
		[__("Assessor"), html(seen.assessor_name || seen.assessor)],
		[__("Case worker"), html(seen.case_worker_name || seen.case_worker)],
		[__("Method"), html(__(seen.method || ""))],
		[__("Assessed on"), on_day(seen.assessed_on)],
		[__("Valid until"), on_day(seen.valid_until)],
		[__("Appeal against"), seen.amended_from ? link_to(seen.amended_from) : ""],
	];
	return `<div class="kim-case-head"><div>
			<h2>${html(seen.participant_name)}</h2>
			<div>${html(seen.competence_title)}</div>
			<div class="kim-small">${html(seen.framework_title)} · ${link_to(seen.name)} · ${html(__(seen.state))}</div>
		</div>${actions_html(seen.actions, ["Approve", "Return to Assessor", "Reject"])}</div>${facts_html(facts)}`;
}

/** The buttons of a case: those of its `actions` that are `decisions`, in that order, and the way to its form. */
export function actions_html(actions, decisions) {
	const styles = { Approve: "btn-primary", Reject: "btn-danger" };
	const buttons = actions
		.filter(({ action }) => decisions.includes(action))
		.sort((one, other) => decisions.indexOf(one.action) - decisions.indexOf(other.action))
		.map(
			({ action }) =>
				`<button class="btn btn-sm ${styles[action] || "btn-default"}" data-action="${html(action)}">${html(__(action))}</button>`
		);
	const work = actions.length > buttons.length;
	const label = work ? __("Open to work on it") : __("Open", null, "Button");
	buttons.push(`<button class="btn btn-sm ${work ? "btn-primary" : "btn-default"}" data-action="open">${html(label)}</button>`);
	return `<div class="kim-actions">${buttons.join("")}</div>`;
}

/** Pairs of a name and a value (markup); those without a value are left out. */
export function facts_html(facts) {
	const shown = facts.filter(([, value]) => value);
	return `<dl>${shown.map(([name, value]) => `<div><dt>${html(name)}</dt><dd>${value}</dd></div>`).join("")}</dl>`;
}

function scale_html(seen) {
	const marks = (level) =>
		[
			seen.claimed?.code === level.code && __("Claimed"),
			seen.proposed?.code === level.code && __("Proposed"),
			seen.validated?.code === level.code && __("Validated"),
		].filter(Boolean);
	const steps = seen.scale.map((level) => {
		const found = marks(level);
		return `<li class="${found.length ? "kim-marked" : ""}" title="${html(level.description)}"><b>${html(level.code)}</b> ${html(level.title)}
			${found.map((mark) => `<span class="indicator-pill no-indicator-dot blue">${html(mark)}</span>`).join(" ")}</li>`;
	});
	return `<h3>${html(__("Level"))}</h3><ul class="kim-scale">${steps.join("")}</ul>`;
}

const level_html = (level) => (level ? `<b>${html(level.code)}</b> ${html(level.title)}` : "");
const note_html = (note) => (note ? `<div class="kim-small kim-text" dir="auto">${html(note)}</div>` : "");

function ratings_html(seen) {
	const rated = seen.ratings.filter((rating) => rating.level || rating.comment);
	if (!rated.length) return "";
	const none = html(__("Not rated"));
	const rows = seen.ratings.map(
		(rating) => `<tr><td>${html(rating.statement)}${note_html(rating.comment)}</td>
		<td style="width: 35%">${level_html(rating.level) || none}</td></tr>`
	);
	return `<h3>${html(__("Ratings by criterion"))}</h3><table>${rows.join("")}</table>`;
}

function evidence_html(seen) {
	const cards = seen.evidence.map((row) => {
		const period = [on_day(row.from_date), on_day(row.to_date)].filter(Boolean).join(" – ");
		const hours = row.hours ? html(__("{0} hours", [row.hours])) : "";
		const facts = [html(__(row.kind)), html(__(row.learning_context || "")), html(row.learned_in), period, hours];
		const quality = ["valid", "authentic", "current", "sufficient"]
			.filter((field) => row[field])
			.map((field) => {
				const colour = { Yes: "green", Partly: "orange", No: "red" }[row[field]];
				const names = { valid: __("Valid"), authentic: __("Authentic"), current: __("Current"), sufficient: __("Sufficient") };
				return `<span class="indicator-pill no-indicator-dot ${colour}">${html(names[field])}: ${html(__(row[field]))}</span>`;
			});
		const files = row.files.map((file) => `<li><a href="${html(encodeURI(file.url))}" target="_blank" rel="noopener">${html(file.name)}</a></li>`);
		const parts = [
			`<h4><a href="/app/kim-evidence/${encodeURIComponent(row.name)}">${html(row.title)}</a></h4>`,
			`<div class="kim-small">${facts.filter(Boolean).join(" · ")}</div>`,
		];
		if (row.description) parts.push(`<p class="kim-text" dir="auto">${html(row.description)}</p>`);
		if (quality.length) parts.push(`<div>${quality.join(" ")}</div>`);
		if (row.not_counting) parts.push(`<p class="kim-small kim-text">${html(row.not_counting)}</p>`);
		if (row.rating_comment) {
			parts.push(`<p class="kim-small kim-text">${html(row.rated_by_name)}: ${html(row.rating_comment)}</p>`);
		}
		if (files.length) parts.push(`<ul class="kim-files">${files.join("")}</ul>`);
		parts.push(`<div class="kim-small">${html(__("Recorded by {0}", [row.owner_name || row.owner]))}</div>`);
		return `<div class="kim-evidence">${parts.join("")}</div>`;
	});
	const none = `<p class="kim-small">${html(__("There is no evidence yet."))}</p>`;
	return `<h3>${html(__("Evidence"))}</h3>${cards.join("") || none}`;
}

function self_html(seen) {
	if (!seen.self_assessments.length) return "";
	const rows = seen.self_assessments.map(
		(row) => `<tr><td>${on_day(row.finished_on)}<div class="kim-small">${html(__(row.filled_in || ""))}</div></td>
		<td>${level_html(row.level)}${note_html(row.note)}</td></tr>`
	);
	return `<h3>${html(__("What the participant says"))}</h3><table>${rows.join("")}</table>`;
}

function earlier_html(seen) {
	if (!seen.earlier.length) return "";
	const rows = seen.earlier.map((row) => {
		const states = [html(__(row.workflow_state))];
		if (row.validity === "Expired") states.push(`(${html(__("Expired"))})`);
		return `<tr><td>${link_to(row.name)}</td><td>${states.join(" ")}</td><td>${level_html(row.level)}</td>
		<td>${on_day(row.decided_on)}<div class="kim-small">${html(row.approver_name)}</div></td></tr>`;
	});
	return `<h3>${html(__("Other validations of this competence"))}</h3><table>${rows.join("")}</table>`;
}

export function steps_html(seen) {
	if (!seen.steps.length) return "";
	const steps = [...seen.steps].reverse().map((step) => {
		const parts = [
			`<b>${html(__(step.action))}</b>`,
			`<span class="kim-small">${html(__(step.from_state))} → ${html(__(step.to_state))}</span>`,
			`<div class="kim-small">${html(step.user_name || step.user)}, ${at_time(step.taken_on)}</div>`,
		];
		if (step.reason) parts.push(`<blockquote>${html(step.reason)}</blockquote>`);
		return `<li>${parts.join(" ")}</li>`;
	});
	return `<h3>${html(__("What happened so far"))}</h3><ul class="kim-steps">${steps.join("")}</ul>`;
}
