// "What waits for you": on the left what waits, oldest first; on the right one case with everything that a
// decision on it needs; many cases are decided at once on a worker, and what became of each is shown.
(() => {
	const INBOX = "kim_app.validation.inbox";
	const BULK = "kim_app.validation.bulk";
	const NARROW = 768;

	frappe.pages["kim-inbox"].on_page_load = function (wrapper) {
		wrapper.kim_inbox = new KimInbox(wrapper);
	};

	frappe.pages["kim-inbox"].on_page_show = function (wrapper) {
		wrapper.kim_inbox.show();
	};

	const html = (text) => frappe.utils.escape_html(String(text ?? ""));
	const on_day = (date) => (date ? html(frappe.datetime.str_to_user(String(date).split(" ")[0])) : "");
	const at_time = (date) => (date ? html(frappe.datetime.str_to_user(String(date).split(".")[0])) : "");

	function section_texts(key) {
		return {
			decide: {
				title: __("To decide"),
				empty: __("Nothing waits for your decision. A validation appears here when an assessor has proposed a level."),
			},
			assess: {
				title: __("To assess"),
				empty: __("Nothing waits for your assessment. A validation appears here when a case worker submits it, or a supervisor returns it to you."),
			},
			prepare: {
				title: __("To prepare"),
				empty: __("You have no validation to prepare. One appears here when you open it, or when an assessor returns it for more evidence."),
			},
			know: {
				title: __("To know"),
				empty: __("Nothing ended lately. Validations that expire or were not validated appear here until they are taken up again."),
			},
			late: {
				title: __("Waiting too long"),
				empty: __("Nothing waits too long in your organisation. What nobody goes on with for the days in the settings appears here."),
			},
		}[key];
	}

	class KimInbox {
		constructor(wrapper) {
			this.page = frappe.ui.make_app_page({
				parent: wrapper,
				title: __("What waits for you"),
				single_column: true,
			});
			this.page.set_secondary_action(__("Refresh"), () => this.refresh(), "refresh");
			this.wrapper = wrapper;
			this.selected = new Map();
			this.rows = [];
			this.filters = { text: "", centre: "", state: "", everyone: 0 };
			this.$body = $('<div class="kim-inbox"></div>').appendTo(this.page.main);
			this.$run = $('<div class="kim-run" role="status"></div>').appendTo(this.$body);
			this.$tabs = $('<div class="kim-tabs" role="tablist"></div>').appendTo(this.$body);
			this.$filters = $('<div class="kim-filters"></div>').appendTo(this.$body);
			this.$columns = $('<div class="kim-columns"></div>').appendTo(this.$body);
			this.$list = $('<div class="kim-list"></div>').appendTo(this.$columns);
			this.$case = $('<div class="kim-case" tabindex="-1"></div>').appendTo(this.$columns);
			this.$keys = $('<p class="kim-small kim-keys"></p>').appendTo(this.$body);
			this.bind();
		}

		bind() {
			this.$tabs.on("click", "button", (event) => this.choose_section(event.currentTarget.dataset.section));
			this.$list.on("change", ".kim-row input", (event) => {
				const row = this.row(event.target.closest(".kim-row").dataset.name);
				this.select(row, event.target.checked);
			});
			this.$list.on("change", ".kim-all", (event) => {
				this.rows.forEach((row) => this.select(row, event.target.checked, true));
				this.draw_list();
			});
			this.$list.on("click", ".kim-row", (event) => {
				if (!$(event.target).is("input")) this.open(event.currentTarget.dataset.name);
			});
			this.$list.on("click", "[data-bulk]", (event) => this.decide_many(event.currentTarget.dataset.bulk));
			this.$list.on("click", ".kim-more button", () => this.load_cases(true));
			this.$case.on("click", "[data-action]", (event) => this.act(event.currentTarget.dataset.action));
			this.$case.on("click", ".kim-back", () => this.$body.removeClass("kim-reading"));
			this.$filters.on("change", "select, input[type=checkbox]", () => this.filter());
			this.$filters.on("input", "input[type=search]", frappe.utils.debounce(() => this.filter(), 300));
			this.$run.on("click", "[data-resume]", (event) => this.resume(event.currentTarget.dataset.resume));
			this.$run.on("click", "[data-again]", () => this.decide_refused_again());
			this.$run.on("click", ".close", () => this.$run.empty());
			$(document).on("keydown", (event) => this.key(event));
		}

		show() {
			const asked = frappe.route_options || {};
			const [, section, name] = frappe.get_route();
			frappe.route_options = null;
			if (section === "run" && name) this.follow(name);
			else if (section_texts(section)) this.section = section;
			return this.refresh().then(() => {
				if (asked.decide) this.decide_chosen(asked.decide);
				else if (name && section !== "run") this.open(name);
			});
		}

		refresh() {
			return frappe.call({ method: `${INBOX}.sections`, type: "GET" }).then(({ message }) => {
				this.settings = message;
				const keys = message.sections.map(({ key }) => key);
				if (keys.includes("decide")) this.find_unfinished();
				if (!keys.includes(this.section)) {
					this.section = (message.sections.find(({ count }) => count) || message.sections[0] || {}).key;
				}
				this.draw_tabs();
				this.draw_filters();
				if (this.section) return this.load_cases();
				this.$list.html(`<div class="kim-empty">${__("Nothing can wait for you: you have none of the roles that go on with validations.")}</div>`);
			});
		}

		// A decision on many that this person began earlier, perhaps in another window.
		find_unfinished() {
			if (this.following) return;
			frappe.call({ method: `${BULK}.unfinished`, type: "GET" }).then(({ message }) => {
				if (message?.length && !this.following) this.follow(message[0].name);
			});
		}

		draw_tabs() {
			const tabs = this.settings.sections.map(({ key, count }) => {
				const shown = count >= 100 ? __("{0} or more", [100]) : count;
				return `<button role="tab" data-section="${key}" aria-selected="${key === this.section}">
					${html(section_texts(key).title)}<span class="kim-count">${shown}</span></button>`;
			});
			this.$tabs.html(tabs.join(""));
			this.draw_keys();
		}

		draw_keys() {
			const keys = { j: __("next"), k: __("previous"), o: __("open the form") };
			if (this.section === "decide") Object.assign(keys, { x: __("choose"), a: __("approve") });
			const shown = Object.entries(keys).map(([key, text]) => `<kbd>${key}</kbd> ${html(text)}`);
			this.$keys.html(`${html(__("Keys"))}: ${shown.join(" &nbsp; ")}`);
		}

		choose_section(key) {
			this.section = key;
			this.filters.state = "";
			this.selected.clear();
			this.name = null;
			this.draw_tabs();
			this.draw_filters();
			this.load_cases();
		}

		draw_filters() {
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
			}[this.section];
			const { text, centre, state, everyone } = this.filters;
			const parts = [
				`<input type="search" class="form-control input-sm" value="${html(text)}"
					placeholder="${html(__("Name, number or competence"))}" aria-label="${html(__("Search"))}">`,
			];
			if (this.settings.centres.length > 1) {
				parts.push(`<select class="form-control input-sm" name="centre" aria-label="${html(__("Centre"))}">
					${options(this.settings.centres, centre, __("All centres"))}</select>`);
			}
			if (states) {
				parts.push(`<select class="form-control input-sm" name="state" aria-label="${html(__("State"))}">
					${options(states, state, __("All states"), (value) => html(__(value)))}</select>`);
			}
			if (this.section !== "late" && (this.section !== "decide" || this.settings.centres.length > 1)) {
				const label = this.section === "decide" ? __("Other centres too") : __("Cases of colleagues too");
				parts.push(`<label><input type="checkbox" name="everyone" ${everyone ? "checked" : ""}>${html(label)}</label>`);
			}
			this.$filters.html(parts.join(""));
		}

		filter() {
			const value = (selector) => this.$filters.find(selector).val() || "";
			this.filters = {
				text: value("input[type=search]"),
				centre: value("[name=centre]"),
				state: value("[name=state]"),
				everyone: this.$filters.find("[name=everyone]").is(":checked") ? 1 : 0,
			};
			this.selected.clear();
			return this.load_cases();
		}

		load_cases(more = false) {
			const start = more ? this.shown : 0;
			const asked = (this.asked = {});
			return frappe
				.call({ method: `${INBOX}.cases`, type: "GET", args: { section: this.section, start, ...this.filters } })
				.then(({ message }) => {
					// A slower answer to an earlier question is not shown over a later one.
					if (asked !== this.asked) return;
					this.rows = more ? this.rows.concat(message.rows) : message.rows;
					this.apart = more ? this.apart.concat(message.apart) : message.apart;
					this.more = message.more;
					this.shown = message.shown;
					for (const name of this.selected.keys()) if (!this.row(name)) this.selected.delete(name);
					this.draw_list();
					if (more) return;
					if (this.row(this.name)) return this.open(this.name, true);
					const first = this.rows[0] || this.apart[0];
					if (first && window.innerWidth >= NARROW) return this.open(first.name, true);
					this.name = null;
					this.draw_no_case();
				});
		}

		row(name) {
			return this.rows.find((row) => row.name === name) || (this.apart || []).find((row) => row.name === name);
		}

		draw_list() {
			const parts = [];
			const filtered = Object.values(this.filters).some(Boolean);
			if (this.section === "decide" && this.rows.length) parts.push(this.list_head());
			parts.push(...this.rows.map((row) => this.row_html(row, this.section === "decide")));
			if (!this.rows.length) {
				const text = filtered ? __("Nothing matches what you look for.") : section_texts(this.section).empty;
				parts.push(`<div class="kim-empty">${html(text)}</div>`);
			}
			if (this.apart.length) {
				parts.push(`<div class="kim-apart kim-small">${html(__("Others have to decide these, because you had a hand in them."))}</div>`);
				parts.push(...this.apart.map((row) => this.row_html(row, false)));
			}
			if (this.more) parts.push(`<div class="kim-more"><button class="btn btn-default btn-sm">${html(__("Show more"))}</button></div>`);
			this.$list.html(parts.join(""));
		}

		list_head() {
			const chosen = this.selected.size;
			const label = chosen ? __("{0} chosen", [chosen]) : __("Choose all {0}", [this.rows.length]);
			const buttons = chosen
				? ["Approve", "Return to Assessor", "Reject"]
						.map(
							(action) =>
								`<button class="btn btn-xs ${action === "Approve" ? "btn-primary" : "btn-default"}" data-bulk="${action}">${html(__(action))}</button>`
						)
						.join("")
				: "";
			return `<div class="kim-list-head"><label><input type="checkbox" class="kim-all"
				${chosen && chosen === this.rows.length ? "checked" : ""}>${html(label)}</label>${buttons}</div>`;
		}

		row_html(row, selectable) {
			const levels = [row.claimed_level, row.proposed_level].filter(Boolean).map(html).join(" → ");
			const facts = [row.name, row.centre, levels && __("Level {0}", [levels])].filter(Boolean);
			return `<div class="kim-row ${row.name === this.name ? "kim-open" : ""}" data-name="${html(row.name)}">
				${
					selectable
						? `<input type="checkbox" ${this.selected.has(row.name) ? "checked" : ""}
							aria-label="${html(__("Choose {0}", [row.name]))}">`
						: ""
				}
				<div class="kim-row-main">
					<div class="kim-row-title"><button>${html(row.participant_name)}</button>${this.age(row)}</div>
					<div>${html(row.competence_title)}</div>
					<div class="kim-small">${facts.join(" · ")}</div>
					${this.row_note(row)}
				</div></div>`;
		}

		age(row) {
			const pill = (colour, text) => `<span class="indicator-pill no-indicator-dot ${colour}">${html(text)}</span>`;
			if (this.section === "know") {
				if (row.workflow_state === "Not Validated") return pill("red", __("Not Validated"));
				return row.ends_in < 0
					? pill("red", __("Expired on {0}", [frappe.datetime.str_to_user(row.valid_until)]))
					: pill("orange", __("Until {0}", [frappe.datetime.str_to_user(row.valid_until)]));
			}
			const days = row.days === 1 ? __("1 day") : __("{0} days", [row.days]);
			return pill(row.urgency || "gray", row.days ? days : __("Today"));
		}

		row_note(row) {
			if (row.why_not) return `<div class="kim-small">${html(row.why_not)}</div>`;
			const notes = [];
			if (["prepare", "late"].includes(this.section)) notes.push(__(row.workflow_state));
			if (this.section === "late") {
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

		select(row, chosen, quietly = false) {
			if (chosen) this.selected.set(row.name, row.modified);
			else this.selected.delete(row.name);
			if (quietly) return;
			this.$list.find(".kim-list-head").replaceWith(this.list_head());
		}

		draw_no_case() {
			this.$body.removeClass("kim-reading");
			this.$case.html(`<div class="kim-empty">${html(__("Choose a validation to see it here."))}</div>`);
		}

		// --- one case ------------------------------------------------------------------------------

		open(name, by_itself = false) {
			this.name = name;
			this.$list.find(".kim-row").each((_index, element) => {
				element.classList.toggle("kim-open", element.dataset.name === name);
				if (element.dataset.name === name) element.scrollIntoView({ block: "nearest" });
			});
			if (!by_itself) this.$body.addClass("kim-reading");
			if (this.case?.name !== name) this.$case.html(`<div class="kim-empty">${html(__("Loading..."))}</div>`);
			return frappe.call({ method: `${INBOX}.case`, type: "GET", args: { name } }).then(({ message }) => {
				if (this.name !== name) return;
				this.case = message;
				this.$case.html(kim_case_html(message));
				if (!by_itself && window.innerWidth < NARROW) window.scrollTo(0, 0);
			});
		}

		step_to(offset) {
			const order = [...this.rows, ...this.apart];
			const index = order.findIndex((row) => row.name === this.name);
			const next = order[Math.min(order.length - 1, Math.max(0, index + offset))];
			if (next && next.name !== this.name) this.open(next.name);
		}

		act(action) {
			if (action === "open") return frappe.set_route("Form", "KIM Validation", this.name);
			const { needs_reason } = this.case.actions.find((row) => row.action === action);
			const subject = `${this.case.participant_name}, ${this.case.competence_title}`;
			if (needs_reason) return kim_ask(action, subject, true, (reason) => this.take(action, reason));
			return this.take(action);
		}

		take(action, reason) {
			if (this.busy) return;
			this.busy = true;
			const { name, modified } = this.case;
			const order = [...this.rows];
			const index = order.findIndex((row) => row.name === name);
			const next = order[index + 1] || order[index - 1];
			return frappe
				.call({ method: `${INBOX}.decide`, args: { name, action, reason, seen: modified }, freeze: true })
				.then(
					({ message }) => {
						frappe.show_alert({ message: `${name}: ${__(message.state)}`, indicator: "green" });
						this.selected.delete(name);
						this.name = next ? next.name : null;
					},
					() => {}
				)
				.then(() => {
					this.busy = false;
					return this.refresh();
				});
		}

		key(event) {
			const typing = $(event.target).is("input:not([type=checkbox]), select, textarea, [contenteditable]");
			const elsewhere = frappe.get_route()[0] !== "kim-inbox" || $(".modal.show").length;
			if (typing || elsewhere || event.ctrlKey || event.metaKey || event.altKey) return;
			const row = this.rows.find(({ name }) => name === this.name);
			const may = (action) => (this.case?.actions || []).some((other) => other.action === action);
			if (event.key === "j") this.step_to(1);
			else if (event.key === "k") this.step_to(-1);
			else if (event.key === "o" && this.name) this.act("open");
			else if (event.key === "x" && row && this.section === "decide") {
				this.select(row, !this.selected.has(row.name), true);
				this.draw_list();
			} else if (event.key === "a" && may("Approve")) {
				const subject = `${this.case.participant_name}, ${this.case.competence_title}`;
				kim_ask("Approve", subject, false, () => this.take("Approve"));
			} else return;
			event.preventDefault();
		}

		// --- many cases ----------------------------------------------------------------------------

		decide_many(action) {
			const names = Object.fromEntries(this.selected);
			const subject = __("{0} validations", [this.selected.size]);
			kim_ask(action, subject, this.settings.reasons[action], (reason) => this.start(names, action, reason));
		}

		// Chosen in the list of validations: {name: modified}, and how many of the chosen ones do not wait.
		decide_chosen({ names, others }) {
			const texts = [__("{0} validations that wait for a decision", [Object.keys(names).length])];
			if (others) texts.push(__("{0} more that you chose do not wait for one and are left out.", [others]));
			const reasoned = Object.keys(this.settings.reasons).filter((action) => this.settings.reasons[action]);
			const with_reason = `eval:${JSON.stringify(reasoned)}.includes(doc.action)`;
			const dialog = new frappe.ui.Dialog({
				title: __("Decide together"),
				fields: [
					{ fieldname: "subject", fieldtype: "HTML", options: texts.map((text) => `<p>${html(text)}</p>`).join("") },
					{
						fieldname: "action",
						fieldtype: "Select",
						label: __("Decision"),
						reqd: 1,
						options: Object.keys(this.settings.reasons).map((value) => ({ value, label: __(value) })),
						default: "Approve",
					},
					{
						fieldname: "reason",
						fieldtype: "Small Text",
						label: __("Reason"),
						depends_on: with_reason,
						mandatory_depends_on: with_reason,
						description: __("Whoever goes on with these validations reads it."),
					},
				],
				primary_action_label: __("Decide"),
				primary_action: ({ action, reason }) => {
					dialog.hide();
					this.start(names, action, reason);
				},
			});
			dialog.show();
		}

		start(names, action, reason) {
			return frappe
				.call({ method: `${BULK}.decide`, args: { names, action, reason }, freeze: true })
				.then(({ message }) => {
					this.selected.clear();
					this.draw_list();
					this.follow(message.name);
				}, () => {});
		}

		// There may be no realtime server, so the page asks once a second.
		follow(name) {
			this.following = name;
			clearTimeout(this.timer);
			return frappe.call({ method: `${BULK}.status`, type: "GET", args: { name } }).then(({ message }) => {
				if (this.following !== name) return;
				this.run = message;
				this.$run.html(kim_run_html(message));
				if (message.status === "Completed") {
					this.following = null;
					this.refresh();
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
			const { action, reason, results } = this.run;
			// With what was seen then: what somebody changed meanwhile is to be looked at first.
			const refused = results.filter((row) => row.result === "Refused");
			this.start(Object.fromEntries(refused.map((row) => [row.validation, row.seen])), action, reason);
		}
	}

	function kim_ask(action, subject, needs_reason, then) {
		const dialog = new frappe.ui.Dialog({
			title: __(action),
			fields: [
				{ fieldname: "subject", fieldtype: "HTML", options: `<p>${html(subject)}</p>` },
				{
					fieldname: "reason",
					fieldtype: "Small Text",
					label: __("Reason"),
					hidden: !needs_reason,
					reqd: needs_reason ? 1 : 0,
					description: __("Whoever goes on with this validation reads it."),
				},
			],
			primary_action_label: __(action),
			primary_action({ reason }) {
				if (needs_reason && !(reason || "").trim()) return;
				dialog.hide();
				then(reason);
			},
		});
		// The dialog moves the focus itself once it has faded in.
		if (!needs_reason) dialog.$wrapper.one("shown.bs.modal", () => dialog.get_primary_btn().focus());
		dialog.show();
	}

	function kim_run_html(run) {
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
				(row) => `<tr><td><a href="/app/kim-validation/${encodeURIComponent(row.validation)}">${html(row.validation)}</a></td>
				<td>${html(row.participant_name)}</td>
				<td><span class="indicator-pill no-indicator-dot ${row.result === "Done" ? "green" : "red"}">${html(row.result === "Done" ? __(row.workflow_state) : __("Refused"))}</span></td>
				<td class="kim-text">${html(row.message)}</td></tr>`
			)
			// What was refused is what somebody has to look at.
			.sort((one, other) => other.includes("pill no-indicator-dot red") - one.includes("pill no-indicator-dot red"));
		const again = run.refused
			? `<button class="btn btn-xs btn-default" data-again>${html(__("Try the refused ones again"))}</button>`
			: "";
		return `<div class="kim-note"><button class="close" aria-label="${html(__("Close"))}">×</button>
			<b>${what}</b>: ${html(__("{0} decided, {1} refused", [run.done, run.refused]))} ${again}
			<details ${run.refused ? "open" : ""}><summary>${html(__("What became of each"))}</summary>
			<div class="kim-wide"><table class="table table-sm"><tbody>${rows.join("")}</tbody></table></div></details></div>`;
	}

	function kim_case_html(seen) {
		const parts = [
			`<button class="btn btn-default btn-sm kim-back">${html(__("Back to the list"))}</button>`,
			kim_head_html(seen),
		];
		if (seen.why_not) parts.push(`<p class="kim-note">${html(seen.why_not)} ${html(__("Another supervisor has to decide it."))}</p>`);
		const last = seen.steps[seen.steps.length - 1];
		if (last?.reason) {
			parts.push(`<p class="kim-note"><b>${html(__(last.action))}</b> (${html(last.user_name || last.user)}): <span class="kim-text">${html(last.reason)}</span></p>`);
		}
		parts.push(kim_scale_html(seen));
		if (seen.rationale) {
			parts.push(`<h3>${html(__("Rationale"))}</h3><p class="kim-text">${html(seen.rationale)}</p>`);
		}
		parts.push(kim_ratings_html(seen), kim_evidence_html(seen), kim_self_html(seen), kim_earlier_html(seen), kim_steps_html(seen));
		return parts.join("");
	}

	function kim_head_html(seen) {
		const styles = { Approve: "btn-primary", Reject: "btn-danger" };
		const decisions = ["Approve", "Return to Assessor", "Reject"];
		const buttons = seen.actions
			.filter(({ action }) => decisions.includes(action))
			.sort((one, other) => decisions.indexOf(one.action) - decisions.indexOf(other.action))
			.map(
				({ action }) =>
					`<button class="btn btn-sm ${styles[action] || "btn-default"}" data-action="${html(action)}">${html(__(action))}</button>`
			);
		const work = seen.actions.length > buttons.length;
		const label = work ? __("Open to work on it") : __("Open");
		buttons.push(`<button class="btn btn-sm ${work ? "btn-primary" : "btn-default"}" data-action="open">${html(label)}</button>`);
		const facts = [
			[__("Centre"), html(seen.centre)],
			[__("Assessor"), html(seen.assessor_name || seen.assessor)],
			[__("Case worker"), html(seen.case_worker_name || seen.case_worker)],
			[__("Method"), html(__(seen.method || ""))],
			[__("Assessed on"), on_day(seen.assessed_on)],
			[__("Valid until"), on_day(seen.valid_until)],
			[__("Appeal against"), seen.amended_from ? kim_link(seen.amended_from) : ""],
		].filter(([, value]) => value);
		return `<div class="kim-case-head"><div>
				<h2>${html(seen.participant_name)}</h2>
				<div>${html(seen.competence_title)}</div>
				<div class="kim-small">${html(seen.framework_title)} · ${kim_link(seen.name)} · ${html(__(seen.state))}</div>
			</div><div class="kim-actions">${buttons.join("")}</div></div>
			<dl>${facts.map(([name, value]) => `<div><dt>${html(name)}</dt><dd>${value}</dd></div>`).join("")}</dl>`;
	}

	const kim_link = (name) => `<a href="/app/kim-validation/${encodeURIComponent(name)}">${html(name)}</a>`;

	function kim_scale_html(seen) {
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

	function kim_ratings_html(seen) {
		const rated = seen.ratings.filter((rating) => rating.level || rating.comment);
		if (!rated.length) return "";
		const rows = seen.ratings.map(
			(rating) => `<tr><td>${html(rating.statement)}${rating.comment ? `<div class="kim-small kim-text">${html(rating.comment)}</div>` : ""}</td>
			<td style="width: 35%">${rating.level ? `<b>${html(rating.level.code)}</b> ${html(rating.level.title)}` : html(__("Not rated"))}</td></tr>`
		);
		return `<h3>${html(__("Ratings by criterion"))}</h3><table>${rows.join("")}</table>`;
	}

	function kim_evidence_html(seen) {
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
			return `<div class="kim-evidence"><h4><a href="/app/kim-evidence/${encodeURIComponent(row.name)}">${html(row.title)}</a></h4>
				<div class="kim-small">${facts.filter(Boolean).join(" · ")}</div>
				${row.description ? `<p class="kim-text" dir="auto">${html(row.description)}</p>` : ""}
				${quality.length ? `<div>${quality.join(" ")}</div>` : ""}
				${row.rating_comment ? `<p class="kim-small kim-text">${html(row.rated_by_name || "")}: ${html(row.rating_comment)}</p>` : ""}
				${files.length ? `<ul class="kim-files">${files.join("")}</ul>` : ""}
				<div class="kim-small">${html(__("Recorded by {0}", [row.owner_name || row.owner]))}</div></div>`;
		});
		const none = `<p class="kim-small">${html(__("There is no evidence yet."))}</p>`;
		return `<h3>${html(__("Evidence"))}</h3>${cards.join("") || none}`;
	}

	function kim_self_html(seen) {
		if (!seen.self_assessments.length) return "";
		const rows = seen.self_assessments.map(
			(row) => `<tr><td>${on_day(row.finished_on)}<div class="kim-small">${html(__(row.filled_in || ""))}</div></td>
			<td>${row.level ? `<b>${html(row.level.code)}</b> ${html(row.level.title)}` : ""}${row.note ? `<div class="kim-small kim-text" dir="auto">${html(row.note)}</div>` : ""}</td></tr>`
		);
		return `<h3>${html(__("What the participant says"))}</h3><table>${rows.join("")}</table>`;
	}

	function kim_earlier_html(seen) {
		if (!seen.earlier.length) return "";
		const rows = seen.earlier.map(
			(row) => `<tr><td>${kim_link(row.name)}</td><td>${html(__(row.workflow_state))}${row.validity === "Expired" ? ` (${html(__("Expired"))})` : ""}</td>
			<td>${row.level ? `<b>${html(row.level.code)}</b> ${html(row.level.title)}` : ""}</td>
			<td>${on_day(row.decided_on)}<div class="kim-small">${html(row.approver_name || "")}</div></td></tr>`
		);
		return `<h3>${html(__("Other validations of this competence"))}</h3><table>${rows.join("")}</table>`;
	}

	function kim_steps_html(seen) {
		if (!seen.steps.length) return "";
		const steps = [...seen.steps].reverse().map(
			(step) => `<li><b>${html(__(step.action))}</b> <span class="kim-small">${html(__(step.from_state))} → ${html(__(step.to_state))}</span>
			<div class="kim-small">${html(step.user_name || step.user)}, ${at_time(step.taken_on)}</div>
			${step.reason ? `<blockquote>${html(step.reason)}</blockquote>` : ""}</li>`
		);
		return `<h3>${html(__("What happened so far"))}</h3><ul class="kim-steps">${steps.join("")}</ul>`;
	}
})();
