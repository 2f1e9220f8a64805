// The attendance list of a session: a row for each attendee, a column for each day and module, a cross for who was
// there. By mouse, finger and keyboard.
import { Marks } from "./marks.js";
import { withdraw } from "./places.js";

const NEXT_MARK = { "": 1, 1: 0, 0: null };
const SIGN = { "": "", 1: "✕", 0: "–" };

export class AttendanceList {
	constructor(board) {
		this.board = board;
		this.kim = board.kim;
		this.marks = new Marks(board.frm.doc.name, {
			paint: (row, day) => this.repaint(row, day),
			percents: (percents) => this.show_percents(percents),
		});
	}

	render() {
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
		const { days, assessed, threshold } = this.kim;
		const $row = $("<tr></tr>").attr("data-attendee", row.name).append(this.name(row));
		if (row.status === "Waiting") {
			return $row.append(
				$(`<td colspan="${days.length + (assessed ? 2 : 1)}" class="text-muted"></td>`).text(row.outcome || __("On the waiting list"))
			);
		}
		days.forEach((day, column) => $row.append(this.cell(row, day, number, column)));
		$row.append(
			$('<td class="kim-percent"></td>')
				.text(row.percent)
				.toggleClass("kim-below", row.percent < threshold)
		);
		return assessed ? $row.append(this.result(row)) : $row;
	}

	// Who it is, and below it what came of it, where it stays in sight however many days there are.
	name(row) {
		const $name = $('<th scope="row" class="kim-name"></th>').append($("<bdi></bdi>").text(row.attendee_name));
		const $below = $('<div class="small text-muted kim-below-name"></div>').appendTo($name);
		if (row.kind === "KIM Participant") $below.append($("<div></div>").text(__("participant")));
		if (row.certificate) {
			$("<a></a>").attr("href", `/app/kim-certificate/${encodeURIComponent(row.certificate)}`).text(__("Certificate")).appendTo($below);
		} else if (row.outcome && row.status !== "Waiting") {
			$below.append(document.createTextNode(row.outcome));
		} else if (this.kim.may.enrol_staff && row.kind === "KIM Staff Member") {
			$('<button class="btn btn-xs btn-link px-0"></button>')
				.text(__("Withdraw"))
				.attr("aria-label", __("Withdraw {0} from this session?", [row.attendee_name]))
				.on("click", () => withdraw(this.board, row))
				.appendTo($below);
		}
		return $name;
	}

	cell(row, day, number, column) {
		const mark = row.marks[day.key];
		const $cell = $("<td></td>");
		const $button = $('<button type="button" class="kim-cell" role="gridcell"></button>')
			.attr({ "data-row": number, "data-column": column, tabindex: number || column ? -1 : 0 })
			.prop("disabled", !(this.kim.may.record && day.open))
			.on("click", () => this.marks.set(row, day, NEXT_MARK[row.marks[day.key] ?? ""]));
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
			this.marks.send()
				.then(() =>
					frappe.xcall("kim_app.training.attendance.set_result", {
						session: this.board.frm.doc.name,
						attendee: row.name,
						result: chosen,
					})
				)
				.then((result) => (row.result = result))
				.catch(() => $select.val(row.result));
		});
		return $cell.append($select);
	}

	mark_column(column) {
		const day = this.kim.days[column];
		for (const row of this.board.present()) {
			if (row.marks[day.key] === undefined) this.marks.set(row, day, 1);
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
			this.marks.set(rows[row], this.kim.days[column], value);
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

	repaint(row, day) {
		const column = this.kim.days.indexOf(day);
		const $button = this.$table.find(`[data-attendee="${CSS.escape(row.name)}"] [data-column=${column}]`);
		paint($button, row.marks[day.key], row, day);
	}
}

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
