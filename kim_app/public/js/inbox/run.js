// A decision on many validations: begun, followed until its worker is done, and what became of each.
import { html } from "./words.js";

const BULK = "kim_app.validation.bulk";

export class Run {
	/** `$place` shows it; `on_start()` and `on_end()` are called when one was queued, and when it is completed. */
	constructor($place, { on_start, on_end }) {
		Object.assign(this, { $place, on_start, on_end });
		$place.on("click", "[data-resume]", (event) => this.resume(event.currentTarget.dataset.resume));
		$place.on("click", "[data-again]", () => this.decide_refused_again());
		$place.on("click", ".close", () => $place.empty());
	}

	// A decision on many that this person began earlier, perhaps in another window.
	find_unfinished() {
		if (this.following) return;
		frappe.call({ method: `${BULK}.unfinished`, type: "GET" }).then(({ message }) => {
			if (message?.length && !this.following) this.follow(message[0].name);
		});
	}

	start(names, action, reason) {
		return frappe
			.call({ method: `${BULK}.decide`, args: { names, action, reason }, freeze: true })
			.then(({ message }) => {
				this.on_start();
				this.follow(message.name);
			}, () => {});
	}

	// There may be no realtime server, so the page asks once a second.
	follow(name) {
		this.following = name;
		clearTimeout(this.timer);
		return frappe.call({ method: `${BULK}.status`, type: "GET", args: { name } }).then(({ message }) => {
			if (this.following !== name) return;
			this.told = message;
			this.$place.html(run_html(message));
			if (message.status === "Completed") {
				this.following = null;
				this.on_end();
			} else {
				this.timer = setTimeout(() => {
					if (frappe.get_route()[0] === "kim-inbox") this.follow(name);
					else this.following = null;
				}, 1000);
			}
		}, () => { this.following = null; });
	}

	resume(name) {
		frappe.call({ method: `${BULK}.resume`, args: { name }, freeze: true }).then(() => this.follow(name), () => {});
	}

	decide_refused_again() {
		const { action, reason, results } = this.told;
		// With what was seen then: what somebody changed meanwhile is to be looked at first.
		const refused = results.filter(can_be_tried_again);
		this.start(Object.fromEntries(refused.map((row) => [row.validation, row.seen])), action, reason);
	}
}

// What a colleague has decided meanwhile would be refused again.
function can_be_tried_again(row) {
	return row.result === "Refused" && row.workflow_state === "Pending Approval";
}

function run_html(run) {
	const handled = run.done + run.refused;
	const what = html(__(run.action));
	if (run.status !== "Completed") {
		const percent = run.total ? Math.round((100 * handled) / run.total) : 0;
		let text = __("{0} of {1} done, {2} refused", [handled, run.total, run.refused]);
		if (run.status === "Queued") text = __("{0} validations wait for a worker", [run.total]);
		const stopped = run.stopped
			? `<p>${html(__("This says nothing any more: its worker was probably stopped. Nothing is decided twice when it goes on."))}
				<button class="btn btn-xs btn-default" data-resume="${html(run.name)}">${html(__("Go on"))}</button></p>`
			: "";
		return `<div class="kim-note"><b>${what}</b>: ${html(text)}
			<div class="progress"><div class="progress-bar" style="width: ${percent}%"></div></div>${stopped}</div>`;
	}
	const rows = run.results
		.map(
			(row) => `<tr><td class="text-nowrap"><a href="/app/kim-validation/${encodeURIComponent(row.validation)}">${html(row.validation)}</a></td>
			<td>${html(row.participant_name)}</td>
			<td>${html(row.competence_title)}</td>
			<td><span class="indicator-pill no-indicator-dot ${row.result === "Done" ? "green" : "red"}">${html(row.result === "Done" ? __(row.workflow_state) : __("Refused"))}</span></td>
			<td class="kim-text">${html(row.message)}</td></tr>`
		)
		// What was refused is what somebody has to look at.
		.sort((one, other) => other.includes("pill no-indicator-dot red") - one.includes("pill no-indicator-dot red"));
	const again = run.results.some(can_be_tried_again)
		? `<button class="btn btn-xs btn-default" data-again>${html(__("Try the refused ones again"))}</button>`
		: "";
	return `<div class="kim-note"><button class="close" aria-label="${html(__("Close"))}">×</button>
		<b>${what}</b>: ${html(__("{0} decided, {1} refused", [run.done, run.refused]))} ${again}
		<details ${run.refused ? "open" : ""}><summary>${html(__("What became of each"))}</summary>
		<div class="kim-wide"><table class="table table-sm"><tbody>${rows.join("")}</tbody></table></div></details></div>`;
}
