// The frame: one tab for each table of the workbook, and in it the matches and the rows.
import { Matches } from "./matches";
import { Rows } from "./rows";
import { count_words, e } from "./words";

export class Review {
	constructor(frm, $wrapper) {
		this.frm = frm;
		this.$wrapper = $wrapper;
		this.name = frm.doc.name;
	}

	load() {
		return frappe
			.xcall("kim_app.legacy_import.review.review", { name: this.name }, "GET")
			.then((found) => {
				if (this.frm.doc.name !== this.name) return;
				this.found = found;
				this.index_issues();
				this.show();
			});
	}

	index_issues() {
		this.issues = new Map();
		this.add_issues(this.found.issues);
	}

	add_issues(issues) {
		const found = new Map();
		issues.forEach((issue) => {
			const place = `${issue.sheet}!${issue.cell}`;
			found.set(place, [...(found.get(place) || []), issue]);
		});
		found.forEach((of_place, place) => this.issues.set(place, of_place));
	}

	show() {
		const { tables } = this.found;
		if (!tables.length) {
			this.$wrapper.empty();
			return;
		}
		this.$wrapper.html(`<div class="kim-review">
			<div class="kim-review-tabs" role="tablist" aria-label="${e(__("Sheets of the workbook"))}"></div>
			<div class="kim-review-table" role="tabpanel"></div>
		</div>`);
		const $tabs = this.$wrapper.find(".kim-review-tabs");
		tables.forEach((table, at) => $tabs.append(this.tab(table, at)));
		const first = tables.findIndex((table) => this.found.fields[table.kind]);
		const kept = this.frm.kim_review_tab;
		this.open(kept !== undefined && kept < tables.length ? kept : Math.max(0, first));
	}

	tab(table, at) {
		const { refused, warned } = table.counts;
		const mark = refused ? "red" : warned ? "orange" : this.found.fields[table.kind] ? "green" : "gray";
		return $(`<button type="button" class="kim-review-tab" role="tab" data-at="${at}">
			<span class="indicator ${mark}"></span>
			<span class="kim-review-sheet">${e(this.sheet_words(table))}</span>
			<span class="text-muted">${e(this.found.kinds[table.kind] || table.kind)}</span>
			<span class="kim-review-count">${table.rows_read}</span>
		</button>`).on("click", () => this.open(at));
	}

	sheet_words(table) {
		return table.sheets.length > 1 ? __("{0} sheets", [table.sheets.length]) : table.sheets[0];
	}

	open(at) {
		this.frm.kim_review_tab = at;
		this.$wrapper.find(".kim-review-tab").each((_index, tab) => {
			const open = Number(tab.dataset.at) === at;
			$(tab).toggleClass("open", open).attr("aria-selected", open);
		});
		const table = this.found.tables[at];
		const $panel = this.$wrapper.find(".kim-review-table").empty();
		$panel.append(this.summary(table));
		if (table.kind !== "empty") $panel.append(new Matches(this, table).$element);
		if (this.found.fields[table.kind]) $panel.append(new Rows(this, table, at + 1).$element);
	}

	summary(table) {
		const remarks = [count_words(table, this.found)];
		if (table.totals_rows.length) {
			remarks.push(__("Left out as totals: row {0}.", [table.totals_rows.join(", ")]));
		}
		if (table.repeated_headers.length) {
			remarks.push(__("Left out as repeated header: row {0}.", [table.repeated_headers.join(", ")]));
		}
		return $(`<p class="kim-review-summary"></p>`).text(remarks.filter(Boolean).join(" "));
	}

	// What a person decided is kept for the next workbook of the centre, and the workbook is checked anew.
	confirm() {
		const columns = [];
		this.found.tables.forEach((table) => {
			if (table.layout === "matrix" || !this.found.fields[table.kind]) return;
			table.columns.forEach((column) =>
				columns.push({
					kind: table.kind,
					header: column.header,
					field: column.key || "-",
					reading: column.reading_chosen || "",
				})
			);
		});
		const sheets = this.found.tables
			.filter((table) => table.chosen)
			.map((table) => ({ sheet: table.sheets[0], ...table.chosen }));
		return frappe.xcall("kim_app.legacy_import.review.confirm", {
			name: this.name,
			columns: JSON.stringify(columns),
			sheets: JSON.stringify(sheets),
		});
	}

	corrected() {
		frappe.show_alert({ message: __("Kept. Check again when you are done."), indicator: "green" });
		this.frm.reload_doc();
	}
}
