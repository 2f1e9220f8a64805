// The rows of a table as the workbook has them: problem cells marked, changes shown, a filter by kind.
import { correct } from "./correct";
import { e, issue_title } from "./words";

export class Rows {
	// `position` is the table's among those of the workbook, from 1.
	constructor(review, table, position) {
		this.review = review;
		this.table = table;
		this.position = position;
		this.page = 0;
		this.$element = $(`<div class="kim-rows">
			<div class="kim-rows-filter"></div>
			<div class="table-responsive"><table class="table table-bordered table-condensed small"></table></div>
			<p class="text-muted small kim-rows-more"></p>
			<div class="kim-rows-pages"></div>
		</div>`);
		if (table.pages > 1) this.$element.find(".kim-rows-pages").append(this.pager());
		// What a person came for are the rows that need them.
		const first = table.rows.some((row) => this.needs_a_look(row)) ? "look" : "";
		this.$element.find(".kim-rows-filter").append(this.filter(first));
		this.draw(first);
	}

	needs_a_look(row) {
		return row.changes.length > 0 || Object.keys(row.problems).length > 0;
	}

	kinds_of(row) {
		return Object.values(row.places).flatMap((place) =>
			(this.review.issues.get(`${row.sheet}!${place}`) || []).map((issue) => issue.kind)
		);
	}

	// Where more rows need a look than fit on the screen.
	pager() {
		const $pager = $(`<div class="flex align-center" style="gap: var(--margin-sm)">
			<button type="button" class="btn btn-default btn-xs kim-earlier">${e(__("Earlier rows"))}</button>
			<span class="small text-muted" aria-live="polite"></span>
			<button type="button" class="btn btn-default btn-xs kim-later">${e(__("Later rows"))}</button>
		</div>`);
		const say = () => {
			$pager.find("span").text(__("Page {0} of {1} of the rows that need a look", [this.page + 1, this.table.pages]));
			$pager.find(".kim-earlier").prop("disabled", !this.page);
			$pager.find(".kim-later").prop("disabled", this.page + 1 >= this.table.pages);
		};
		const turn = (by) => this.turn_to(this.page + by).then(say);
		$pager.find(".kim-earlier").on("click", () => turn(-1));
		$pager.find(".kim-later").on("click", () => turn(1));
		say();
		return $pager;
	}

	turn_to(page) {
		this.first_rows = this.first_rows || this.table.rows;
		const args = { name: this.review.name, table: this.position, page };
		const asked = page
			? frappe.xcall("kim_app.legacy_import.review.rows", args, "GET")
			: Promise.resolve({ rows: this.first_rows, issues: [] });
		return asked.then(({ rows, issues }) => {
			this.page = page;
			this.review.add_issues(issues);
			this.table = { ...this.table, rows };
			const first = "look";
			this.$element.find(".kim-rows-filter").empty().append(this.filter(first));
			this.draw(first);
		});
	}

	filter(first) {
		const kinds = [...new Set(this.table.rows.flatMap((row) => this.kinds_of(row)))].sort();
		const actions = ["new", "update", "unchanged", "refused"].filter((action) => this.table.counts[action]);
		const option = (value, text) => `<option value="${e(value)}">${e(text)}</option>`;
		return $(`<select class="form-control input-xs kim-issue-kind" aria-label="${e(__("Which rows"))}">
			${first ? option("look", __("Rows that need a look")) : ""}
			${option("", __("All rows"))}
			${actions.map((action) => option(`action:${action}`, this.review.found.actions[action])).join("")}
			${kinds.map((kind) => option(`kind:${kind}`, issue_title(this.review.found, kind))).join("")}
		</select>`).on("change", (event) => this.draw(event.target.value));
	}

	draw(chosen) {
		const [of, value] = chosen.split(":");
		const rows = this.table.rows.filter(
			(row) =>
				!of ||
				(of === "look" && this.needs_a_look(row)) ||
				(of === "action" && row.action === value) ||
				(of === "kind" && this.kinds_of(row).includes(value))
		);
		const several = this.table.sheets.length > 1;
		const titles = [several ? __("Sheet") : __("Row"), "", ...this.table.columns.map((column) => column.header)];
		const $table = this.$element.find("table").empty();
		$table.append(`<thead><tr>${titles.map((title) => `<th>${e(title)}</th>`).join("")}</tr></thead>`);
		const $body = $("<tbody></tbody>").appendTo($table);
		rows.forEach((row) => $body.append(this.row(row, several)));
		const left = this.table.rows_read - this.table.rows.length;
		const more = left > 0 && !(this.table.pages > 1) && !of ? __("{0} more rows are not shown: nothing in them needs a look.", [left]) : "";
		this.$element.find(".kim-rows-more").text(more);
	}

	row(row, several) {
		const { actions } = this.review.found;
		const $row = $(`<tr data-row="${row.number}" class="kim-row-${row.action}">
			<td class="text-muted">${e(several ? row.sheet : row.number)}</td>
			<td class="kim-action" title="${e(row.document)}">${e(actions[row.action])}</td></tr>`);
		$row.find(".kim-action").append(this.reasons(row));
		row.cells.forEach((cell, at) => $row.append(this.cell(row, cell, at)));
		return $row;
	}

	// The cell in question may be far to the right: what is wrong stands here, too.
	reasons(row) {
		return Object.keys(row.places).map((at) => {
			const issues = this.review.issues.get(`${row.sheet}!${row.places[at]}`) || [];
			const titles = [...new Set(issues.map((issue) => issue_title(this.review.found, issue.kind)))];
			return $("<div class='small text-muted'></div>").text(
				`${this.table.columns[at].header}: ${titles.join(", ")}`
			);
		});
	}

	cell(row, shown, at) {
		const column = this.table.columns[at];
		const severity = row.problems[at];
		const change = row.changes.find(([field]) => field === column.key);
		const read = row.read[at] ? __("Read as {0}", [row.read[at]]) : "";
		const $cell = $(`<td title="${e(read)}">${e(shown)}</td>`);
		if (change) $cell.html(`<del>${e(change[1])}</del> <ins>${e(change[2])}</ins>`);
		if (!column.key || column.key === "-") $cell.addClass("text-muted");
		if (!severity) return $cell;
		const place = row.places[at];
		const issues = this.review.issues.get(`${row.sheet}!${place}`) || [];
		const words = issues.map((issue) => issue.message).join(" ");
		const $button = $(`<button type="button" class="kim-problem kim-${severity}" data-cell="${e(place)}"></button>`)
			.text(shown || __("(empty)"))
			.attr("title", words)
			.attr("aria-label", `${place}: ${words}`)
			.on("click", () => correct(this.review, { table: this.table, row, column, place, shown, issues }));
		return $cell.empty().append($button);
	}
}
