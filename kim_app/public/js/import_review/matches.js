// Which kind of record a sheet holds, where its header is, and which field each column is: as it was found,
// how surely, and open to correction.
import { e } from "./words";

const SURE = 95;

// What a person once confirmed for the centre's workbooks is not asked again.
export function is_confirmed(table) {
	return table.layout === "matrix" || table.columns.every(({ chosen }) => chosen);
}

export class Matches {
	constructor(review, table) {
		this.review = review;
		this.table = table;
		this.fields = review.found.fields[table.kind] || [];
		const confirmed = is_confirmed(table);
		this.unsure = table.columns.filter(
			(column) => !column.key || column.score < SURE || (column.readings.length && !confirmed)
		);
		const open = !confirmed || !this.fields.length;
		this.$element = $(`<details class="kim-matches" ${open ? "open" : ""}>
			<summary>${e(this.title())}</summary>
			<div class="kim-matches-sheet"></div>
		</details>`);
		this.$element.find(".kim-matches-sheet").append(this.sheet());
		if (table.columns.length && table.layout !== "matrix") this.$element.append(this.columns());
	}

	title() {
		if (!this.fields.length) return __("What this sheet holds");
		if (!this.unsure.length) return __("Columns: all matched surely");
		return __("Columns: {0} to look at", [this.unsure.length]);
	}

	sheet() {
		if (this.table.sheets.length > 1) {
			return $("<p class='text-muted'></p>").text(
				__("Each of these sheets is a form: {0}", [this.table.sheets.join(", ")])
			);
		}
		const { choosable, kinds, may_change } = this.review.found;
		const options = choosable.map(
			(kind) =>
				`<option value="${kind}" ${kind === this.table.kind ? "selected" : ""}>${e(kinds[kind])}</option>`
		);
		if (!choosable.includes(this.table.kind)) options.unshift("<option value='' selected></option>");
		const locked = may_change ? "" : "disabled";
		const $sheet = $(`<div class="kim-matches-choice">
			<label>${e(__("The sheet holds"))}
				<select class="form-control input-xs kim-kind" ${locked}>${options.join("")}</select></label>
			<label>${e(__("Header in row"))}
				<input type="number" min="1" class="form-control input-xs kim-header-row" ${locked}
					value="${this.table.header_row || ""}"></label>
		</div>`);
		const keep = () => {
			this.table.chosen = {
				kind: $sheet.find(".kim-kind").val(),
				header_row: Number($sheet.find(".kim-header-row").val()) || 0,
			};
			this.review.frm.kim_matches_changed();
		};
		$sheet.find("select, input").on("change", keep);
		return $sheet;
	}

	columns() {
		const titles = [__("Column"), __("Header"), __("Is the field"), __("How sure"), __("In the workbook → in KIM")];
		const $table = $(`<div class="table-responsive"><table class="table table-condensed small">
			<thead><tr>${titles.map((title) => `<th>${e(title)}</th>`).join("")}</tr></thead><tbody></tbody>
		</table></div>`);
		this.table.columns.forEach((column) => $table.find("tbody").append(this.column(column)));
		return $table;
	}

	column(column) {
		const $row = $(`<tr class="${!column.key || column.score < SURE ? "kim-unsure" : ""}">
			<td>${e(column.letter)}</td><td>${e(column.header)}</td><td></td><td>${e(this.how_sure(column))}</td>
			<td>${this.samples(column)}</td></tr>`);
		const $cell = $row.find("td").eq(2);
		$cell.append(this.field_select(column));
		if (column.readings.length) $cell.append(this.reading_select(column));
		return $row;
	}

	how_sure(column) {
		if (!column.key) return __("not recognised");
		if (column.key === "-") return __("left out");
		return column.score >= 100 ? __("sure") : `${column.score} %`;
	}

	samples(column) {
		return column.samples
			.map(([shown, read]) => (read && read !== shown ? `${e(shown)} → <b>${e(read)}</b>` : e(shown)))
			.join(", ");
	}

	field_select(column) {
		const taken = column.key && column.key !== "-" ? column.key : "-";
		const fields = [{ key: "-", title: __("(leave out)") }, ...this.fields];
		const $select = $(
			`<select class="form-control input-xs kim-field" aria-label="${e(__("Field of {0}", [column.header]))}"
				${this.review.found.may_change ? "" : "disabled"}></select>`
		);
		fields.forEach(({ key, title, required }) =>
			$select.append(new Option(required ? `${title} *` : title, key, false, key === taken))
		);
		return $select.on("change", () => {
			column.key = $select.val();
			column.score = 100;
			this.review.frm.kim_matches_changed();
		});
	}

	reading_select(column) {
		const { readings, may_change } = this.review.found;
		const $select = $(
			`<select class="form-control input-xs kim-reading" aria-label="${e(__("How {0} is read", [column.header]))}"
				${may_change ? "" : "disabled"}></select>`
		);
		column.readings.forEach((reading) =>
			$select.append(new Option(readings[reading], reading, false, reading === column.reading))
		);
		return $select.on("change", () => {
			column.reading_chosen = $select.val();
			this.review.frm.kim_matches_changed();
		});
	}
}
