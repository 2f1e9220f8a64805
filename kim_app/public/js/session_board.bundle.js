// The attendees of a session. To who runs it: the attendance list, a cross for everybody who was there, one
// column for each day and module. To others: how many places are left and where they themselves stand.
// Crosses are kept together for a moment and sent in one request; what could not be stored is taken back.
frappe.provide("kim");

const SEND_AFTER = 500;
const NEXT_MARK = { "": 1, 1: 0, 0: null };
const SIGN = { "": "", 1: "✕", 0: "–" };

kim.SessionBoard = class SessionBoard {
	constructor(frm, $wrapper) {
		this.frm = frm;
		this.$wrapper = $wrapper;
		this.pending = new Map();
		this.show(frm.doc.__onload.kim, frm.doc);
	}

	show(kim, { enrolled, waiting }) {
		this.kim = kim;
		this.counts = { enrolled: enrolled || 0, waiting: waiting || 0 };
		this.$wrapper.empty().append(styles(), this.places(), this.own(), this.buttons());
		if (this.frm.doc.status === "Planned") return;
		// Before the first day there is nothing to record, and names are all that is of use.
		if (kim.may.run && kim.days.some((day) => day.open)) this.$wrapper.append(this.matrix(), this.feedback());
		else if (this.others().length) this.$wrapper.append(this.list());
	}

	reload() {
		return frappe
			.xcall("kim_app.training.board.read", { session: this.frm.doc.name })
			.then((kim) => {
				Object.assign(this.frm.doc, { enrolled: kim.enrolled, waiting: kim.waiting });
				this.frm.doc.__onload.kim = kim;
				this.show(kim, kim);
			});
	}

	call(method, args) {
		return frappe.xcall(`kim_app.training.${method}`, args).then((answer) => this.reload().then(() => answer));
	}

	present() {
		return this.kim.attendees.filter((row) => row.status === "Enrolled");
	}

	others() {
		return this.kim.attendees.filter((row) => !row.own && row.status !== "Withdrawn");
	}

	places() {
		const { enrolled, waiting } = this.counts;
		const { capacity } = this.frm.doc;
		const free = Math.max(0, capacity - enrolled);
		const parts = [__("{0} of {1} places taken", [enrolled, capacity])];
		if (this.frm.doc.status === "Open") parts.push(free ? __("{0} free", [free]) : __("full"));
		if (waiting) parts.push(__("{0} on the waiting list", [waiting]));
		const share = capacity ? Math.min(100, (enrolled / capacity) * 100) : 0;
		return $(`<div class="mb-3"><div class="kim-places"></div>
			<div class="progress" style="height: 6px; max-width: 20rem"><div class="progress-bar" style="width: ${share}%"></div></div></div>`)
			.find(".kim-places")
			.text(parts.join(", "))
			.end();
	}

	own() {
		const { own } = this.kim;
		if (!own) return "";
		const said = {
			Enrolled: __("You have a place in this session."),
			Waiting: __("You are on the waiting list. You get a place when one is free, and are told."),
		}[own.status];
		const $own = $('<div class="mb-3 kim-own"></div>').text([said, own.outcome].filter(Boolean).join(" "));
		if (own.certificate) {
			$own.append(
				" ",
				$("<a></a>").attr("href", `/app/kim-certificate/${encodeURIComponent(own.certificate)}`).text(__("Your certificate"))
			);
		}
		return $own;
	}

	buttons() {
		const { may, own } = this.kim;
		const $row = $('<div class="mb-3 d-flex flex-wrap" style="gap: 0.5rem"></div>');
		const add = (label, act, kind = "btn-default") =>
			$(`<button class="btn btn-sm ${kind}"></button>`).text(label).on("click", act).appendTo($row);
		if (may.enrol_self) {
			const full = this.counts.enrolled >= this.frm.doc.capacity;
			add(full ? __("Join the Waiting List") : __("Enrol"), () => this.enrol_me(), "btn-primary");
		}
		if (own && this.frm.doc.status === "Open") add(__("Withdraw"), () => this.withdraw(own));
		if (may.give_feedback) add(__("Say What You Think"), () => this.ask_feedback(), "btn-primary");
		if (may.enrol_staff) add(__("Enrol Staff"), () => this.enrol_staff());
		if (may.enrol_participants) add(__("Enrol a Participant"), () => this.enrol_participant());
		if (may.run && this.present().length) {
			add(__("Sign-in List"), () => {
				const query = new URLSearchParams({
					doctype: "KIM Training Session",
					name: this.frm.doc.name,
					format: "KIM Sign-in List",
					no_letterhead: 1,
				});
				window.open(`/printview?${query}`);
			});
		}
		return $row.children().length ? $row : "";
	}

	tell(status) {
		const said =
			status === "Waiting"
				? { message: __("The session is full: placed on the waiting list."), indicator: "orange" }
				: { message: __("Enrolled."), indicator: "green" };
		frappe.show_alert(said);
	}

	enrol_me() {
		this.call("enrolment.enrol_me", { session: this.frm.doc.name }).then(({ status }) => this.tell(status));
	}

	withdraw(row) {
		const question = row.own ? __("Give your place back?") : __("Withdraw {0} from this session?", [row.attendee_name]);
		frappe.confirm(frappe.utils.escape_html(question), () =>
			this.call("enrolment.withdraw", { attendee: row.name }).then(({ moved_up }) => {
				if (moved_up.length && this.kim.may.run) {
					frappe.show_alert({ message: frappe.utils.escape_html(__("Moved up: {0}", [moved_up.join(", ")])), indicator: "green" });
				}
			})
		);
	}

	enrol_staff() {
		frappe.xcall("kim_app.training.board.staff_to_enrol", { session: this.frm.doc.name }).then((people) => {
			if (!people.length) return frappe.msgprint(__("Everybody whom you could enrol has a place."));
			const dialog = new frappe.ui.Dialog({
				title: __("Enrol Staff"),
				fields: [
					{
						fieldname: "people",
						fieldtype: "MultiCheck",
						label: __("Staff of the organisation"),
						options: people.map(({ value, label, description }) => ({
							value,
							label: frappe.utils.escape_html(`${label}, ${description}`),
						})),
						columns: 1,
					},
				],
				primary_action_label: __("Enrol"),
				primary_action: ({ people: chosen }) => {
					dialog.hide();
					this.enrol_all("KIM Staff Member", chosen || []);
				},
			});
			dialog.show();
		});
	}

	// One after the other, so that places go in the order in which they were chosen.
	async enrol_all(attendee_type, people) {
		let last;
		for (const attendee of people) {
			last = await frappe
				.xcall("kim_app.training.enrolment.enrol", { session: this.frm.doc.name, attendee_type, attendee })
				.catch(() => null);
		}
		await this.reload();
		if (last) this.tell(last.status);
	}

	enrol_participant() {
		frappe.prompt(
			{
				fieldname: "participant",
				fieldtype: "Link",
				options: "KIM Participant",
				label: __("Participant"),
				reqd: 1,
				description: __("The trainer sees the name, and nothing else of the record."),
			},
			({ participant }) => this.enrol_all("KIM Participant", [participant]),
			__("Enrol a Participant"),
			__("Enrol")
		);
	}

	// Whom a case worker or an attendee may know, without the trainer's list.
	list() {
		const $list = $('<ul class="list-unstyled kim-people"></ul>');
		for (const row of this.others()) {
			const $item = $('<li class="mb-1"></li>').append(
				$("<span dir=auto></span>").text(row.attendee_name),
				" ",
				$('<span class="text-muted"></span>').text(row.outcome || __(row.status))
			);
			const may = row.kind === "KIM Participant" ? "enrol_participants" : "enrol_staff";
			if (this.frm.doc.status === "Open" && this.kim.may[may]) {
				$item.append(
					" ",
					$('<button class="btn btn-xs btn-link"></button>')
						.text(__("Withdraw"))
						.attr("aria-label", __("Withdraw {0} from this session?", [row.attendee_name]))
						.on("click", () => this.withdraw(row))
				);
			}
			$list.append($item);
		}
		return $list;
	}

	matrix() {
		const { days, may, assessed } = this.kim;
		const rows = this.kim.attendees.filter((row) => row.status !== "Withdrawn");
		if (!rows.length) return $(`<p class="text-muted"></p>`).text(__("Nobody is enrolled yet."));
		const $table = $('<table class="kim-matrix" role="grid"></table>').attr("aria-label", __("Attendance"));
		const $head = $("<tr></tr>").append($('<th class="kim-name" scope="col"></th>').text(__("Name")));
		days.forEach((day, column) => {
			const $day = $('<th scope="col" class="kim-day"></th>').attr("title", `${day.date} ${day.from}-${day.to} ${day.title}`);
			$day.append(
				$("<div></div>").text(short(day.date)),
				$('<div class="small text-muted kim-module"></div>').text(day.module || `${day.from}-${day.to}`)
			);
			if (may.record && day.open) {
				$('<button class="btn btn-xs btn-default kim-all"></button>')
					.text(__("All"))
					.attr({ title: __("Everybody was there"), "aria-label": __("Everybody was there: {0} {1}", [day.date, day.title]) })
					.on("click", () => this.mark_column(column))
					.appendTo($day);
			}
			$head.append($day);
		});
		$head.append($('<th scope="col" class="kim-percent">%</th>'));
		if (assessed) $head.append($('<th scope="col"></th>').text(__("Assessment")));
		$head.append($("<th></th>"));
		const $body = $("<tbody></tbody>");
		rows.forEach((row, number) => $body.append(this.attendee(row, number)));
		$table.append($("<thead></thead>").append($head), $body);
		$table.on("keydown", ".kim-cell", (event) => this.walk(event));
		this.$table = $table;
		const hint = may.record
			? __("Press a cell to change it: ✕ was there, – was not there. Arrow keys move, Space changes, X and A set there and absent.")
			: "";
		return $('<div></div>').append(
			$('<div class="kim-scroll"></div>').append($table),
			$('<p class="text-muted small mt-2"></p>').text(hint)
		);
	}

	attendee(row, number) {
		const { days, may, assessed, threshold } = this.kim;
		const $row = $("<tr></tr>").attr("data-attendee", row.name);
		const $name = $('<th scope="row" class="kim-name" dir="auto"></th>').text(row.attendee_name);
		if (row.kind === "KIM Participant") $name.append(" ", $('<span class="small text-muted"></span>').text(__("participant")));
		if (row.status === "Waiting") {
			$row.append(
				$name,
				$(`<td colspan="${days.length + (assessed ? 2 : 1)}" class="text-muted"></td>`).text(row.outcome || __("On the waiting list"))
			);
		} else {
			$row.append($name);
			days.forEach((day, column) => $row.append(this.cell(row, day, number, column)));
			$row.append(
				$('<td class="kim-percent"></td>')
					.text(row.percent)
					.toggleClass("kim-below", row.percent < threshold)
			);
			if (assessed) $row.append(this.result(row));
		}
		const $last = $("<td></td>");
		if (row.certificate) {
			$last.append($("<a></a>").attr("href", `/app/kim-certificate/${encodeURIComponent(row.certificate)}`).text(__("Certificate")));
		} else if (row.outcome) {
			if (row.status !== "Waiting") $last.text(row.outcome);
		} else if (may.enrol_staff && row.kind === "KIM Staff Member") {
			$('<button class="btn btn-xs btn-link"></button>')
				.text(__("Withdraw"))
				.attr("aria-label", __("Withdraw {0} from this session?", [row.attendee_name]))
				.on("click", () => this.withdraw(row))
				.appendTo($last);
		}
		return $row.append($last);
	}

	cell(row, day, number, column) {
		const mark = row.marks[day.key];
		const $cell = $("<td></td>");
		const $button = $('<button type="button" class="kim-cell" role="gridcell"></button>')
			.attr({ "data-row": number, "data-column": column, tabindex: number || column ? -1 : 0 })
			.prop("disabled", !(this.kim.may.record && day.open))
			.on("click", () => this.set(row, day, NEXT_MARK[row.marks[day.key] ?? ""]));
		paint($button, mark, row, day);
		return $cell.append($button);
	}

	result(row) {
		const $cell = $("<td></td>");
		if (!this.kim.may.record) return $cell.text(row.result ? __(row.result) : "");
		const $select = $('<select class="form-control input-xs kim-result"></select>').attr(
			"aria-label",
			__("Assessment of {0}", [row.attendee_name])
		);
		for (const value of ["", "Passed", "Not Passed"]) {
			$("<option></option>").val(value).text(value ? __(value) : "").appendTo($select);
		}
		$select.val(row.result).on("change", () => {
			const chosen = $select.val();
			// What is not sent yet may be the mark without which nobody passes.
			this.send()
				.then(() =>
					frappe.xcall("kim_app.training.attendance.set_result", {
						session: this.frm.doc.name,
						attendee: row.name,
						result: chosen,
					})
				)
				.then((result) => (row.result = result))
				.catch(() => $select.val(row.result));
		});
		return $cell.append($select);
	}

	set(row, day, mark) {
		const key = `${row.name} ${day.key}`;
		const before = this.pending.has(key) ? this.pending.get(key).before : row.marks[day.key];
		this.pending.set(key, { row, day, mark, before });
		this.put(row, day, mark);
		clearTimeout(this.timer);
		this.timer = setTimeout(() => this.send().catch(() => {}), SEND_AFTER);
	}

	put(row, day, mark) {
		if (mark === null || mark === undefined) delete row.marks[day.key];
		else row.marks[day.key] = mark;
		const column = this.kim.days.indexOf(day);
		const $button = this.$table.find(`[data-attendee="${CSS.escape(row.name)}"] [data-column=${column}]`);
		paint($button, row.marks[day.key], row, day);
	}

	send() {
		clearTimeout(this.timer);
		const changes = [...this.pending.values()];
		this.pending.clear();
		if (!changes.length) return this.sending || Promise.resolve();
		const marks = changes.map(({ row, day, mark }) => [row.name, day.key, mark]);
		// After what is under way, so that the last press is the last word.
		this.sending = (this.sending || Promise.resolve())
			.catch(() => {})
			.then(() =>
				frappe.xcall("kim_app.training.attendance.mark", { session: this.frm.doc.name, marks: JSON.stringify(marks) })
			)
			.then((percents) => this.show_percents(percents))
			.catch((error) => {
				for (const { row, day, before } of changes) this.put(row, day, before ?? null);
				throw error;
			});
		return this.sending;
	}

	show_percents(percents) {
		for (const [name, percent] of Object.entries(percents)) {
			const row = this.kim.attendees.find((attendee) => attendee.name === name);
			row.percent = percent;
			this.$table
				.find(`[data-attendee="${CSS.escape(name)}"] .kim-percent`)
				.text(percent)
				.toggleClass("kim-below", percent < this.kim.threshold);
		}
	}

	mark_column(column) {
		const day = this.kim.days[column];
		for (const row of this.present()) {
			if (row.marks[day.key] === undefined) this.set(row, day, 1);
		}
	}

	walk(event) {
		const $cell = $(event.currentTarget);
		const row = Number($cell.attr("data-row"));
		const column = Number($cell.attr("data-column"));
		const step = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }[event.key];
		const value = { x: 1, X: 1, a: 0, A: 0, Delete: null, Backspace: null }[event.key];
		if (step) {
			this.focus(row, column, step);
		} else if (value !== undefined && !event.ctrlKey && !event.metaKey && !event.altKey) {
			const rows = this.kim.attendees.filter((attendee) => attendee.status !== "Withdrawn");
			this.set(rows[row], this.kim.days[column], value);
			this.focus(row, column, [1, 0]);
		} else return;
		event.preventDefault();
		event.stopPropagation();
	}

	// The next cell that way that can be pressed; waiting people's rows have none.
	focus(row, column, [down, right]) {
		for (let steps = 1; steps <= this.kim.attendees.length + this.kim.days.length; steps++) {
			const $next = this.$table.find(
				`[data-row=${row + down * steps}][data-column=${column + right * steps}]:not(:disabled)`
			);
			if (!$next.length) continue;
			this.$table.find(".kim-cell").attr("tabindex", -1);
			$next.attr("tabindex", 0).trigger("focus");
			return;
		}
	}

	feedback() {
		const { feedback } = this.kim;
		if (!feedback || !feedback.asked || this.frm.doc.status === "Open") return "";
		const $box = $('<div class="mt-4"></div>').append(
			$("<h5></h5>").text(__("What attendees think ({0} of {1} answered)", [feedback.count, feedback.asked]))
		);
		if (!feedback.scores) {
			return $box.append(
				$('<p class="text-muted"></p>').text(__("Shown from {0} answers on, so that nobody is recognised.", [feedback.least]))
			);
		}
		for (const { label, mean } of feedback.scores) {
			$box.append(
				$(`<div class="kim-score"><span></span><div class="progress" style="height: 8px"><div class="progress-bar" style="width: ${mean * 20}%"></div></div><strong></strong></div>`)
					.find("span").text(label).end()
					.find("strong").text(mean).end()
			);
		}
		for (const { label, texts } of feedback.remarks) {
			const $list = $("<ul></ul>");
			for (const text of texts) $("<li dir=auto></li>").text(text).appendTo($list);
			$box.append($("<p class='mb-1 mt-3'></p>").text(label), $list);
		}
		return $box;
	}

	ask_feedback() {
		const scale = ["", "5", "4", "3", "2", "1"].map((value) => ({
			value,
			label: { 5: __("5 fully"), 1: __("1 not at all") }[value] || value,
		}));
		const score = (fieldname, label) => ({ fieldname, label, fieldtype: "Select", options: scale, reqd: 1 });
		const dialog = new frappe.ui.Dialog({
			title: __("What do you think of this session?"),
			fields: [
				score("content", __("The content was useful for my work")),
				score("methods", __("The methods helped me learn")),
				score("trainer_score", __("The trainer knew and explained the subject")),
				score("organisation_score", __("Place, time and materials were right")),
				{ fieldname: "helped", fieldtype: "Small Text", label: __("What helped most") },
				{
					fieldname: "change",
					fieldtype: "Small Text",
					label: __("What should change"),
					description: __("The trainer reads all answers together, without names."),
				},
			],
			primary_action_label: __("Send"),
			primary_action: (answers) => {
				dialog.hide();
				this.call("feedback.give", { session: this.frm.doc.name, answers: JSON.stringify(answers) }).then(() =>
					frappe.show_alert({ message: __("Thank you."), indicator: "green" })
				);
			},
		});
		dialog.show();
	}
};

// Day and month, as the user's language writes them.
function short(date) {
	const options = { day: "numeric", month: "short" };
	return new Date(`${date}T12:00`).toLocaleDateString((frappe.boot.lang || "en").replace("_", "-"), options);
}

function paint($button, mark, row, day) {
	const state = { "": __("not recorded"), 1: __("was there"), 0: __("was not there") }[mark ?? ""];
	$button
		.text(SIGN[mark ?? ""])
		.attr("data-mark", mark ?? "")
		.attr("aria-label", `${row.attendee_name}, ${day.date} ${day.title || day.from}: ${state}`);
}

function styles() {
	return `<style>
	.kim-scroll { overflow-x: auto; max-height: 75vh; border: 1px solid var(--border-color); border-radius: var(--border-radius); }
	.kim-matrix { border-collapse: separate; border-spacing: 0; width: 100%; }
	.kim-matrix th, .kim-matrix td { padding: 4px 6px; border-bottom: 1px solid var(--border-color); text-align: center; white-space: nowrap; font-weight: 400; }
	.kim-matrix thead th { position: sticky; top: 0; background: var(--subtle-fg, var(--control-bg)); z-index: 2; vertical-align: top; }
	.kim-matrix .kim-name { position: sticky; left: 0; background: var(--card-bg, var(--fg-color)); text-align: start; z-index: 1; max-width: 14rem; overflow: hidden; text-overflow: ellipsis; }
	[dir=rtl] .kim-matrix .kim-name { left: auto; right: 0; }
	.kim-matrix thead .kim-name { z-index: 3; background: var(--subtle-fg, var(--control-bg)); }
	.kim-matrix .kim-name[scope=row] { font-weight: 500; }
	.kim-cell { width: 40px; height: 36px; border: 1px solid var(--border-color); border-radius: 6px; background: transparent; color: var(--text-color); font-size: 16px; line-height: 1; }
	.kim-cell:focus-visible { outline: 2px solid var(--primary, #1f5f8b); outline-offset: 1px; }
	.kim-cell[data-mark="1"] { background: #d9f0e1; color: #14532d; border-color: #86c59c; }
	.kim-cell[data-mark="0"] { background: #fbe3e0; color: #7f1d1d; border-color: #e6a49b; }
	.kim-cell:disabled { opacity: 0.65; }
	.kim-module { max-width: 4.5rem; overflow: hidden; text-overflow: ellipsis; margin: 0 auto; }
	.kim-percent { font-variant-numeric: tabular-nums; }
	.kim-below { color: var(--red-600, #b42318); }
	.kim-result { min-width: 7.5rem; }
	.kim-all { padding: 0 6px; margin-top: 2px; }
	.kim-score { display: grid; grid-template-columns: minmax(10rem, 20rem) minmax(4rem, 12rem) auto; gap: 0.75rem; align-items: center; margin-bottom: 0.35rem; }
	@media (max-width: 600px) { .kim-matrix .kim-name { max-width: 8rem; white-space: normal; } .kim-cell { width: 44px; height: 44px; } }
	</style>`;
}
