// Correcting one problem cell: for all equal values of its column, or for this cell alone.
import { e } from "./words";

// Two rows with the same number are not corrected alike, nor are cells that are empty.
const CELL_ONLY = ["duplicate-key", "duplicate-row", "duplicate-validation", "duplicate-person", "missing-required"];

export function correct(review, { table, row, column, place, shown, issues }) {
	const words = issues.map((issue) => `<p>${e(issue.message)}</p>`).join("");
	if (!review.found.may_change) {
		frappe.msgprint({ title: __("Cell {0} of {1}", [place, row.sheet]), message: words });
		return;
	}
	const field = column.key.split(":")[0];
	const { options, required } = review.found.fields[table.kind].find(({ key }) => key === column.key) || {};
	const cell_only = !shown || issues.some((issue) => CELL_ONLY.includes(issue.kind));
	const dialog = new frappe.ui.Dialog({
		title: __("Cell {0} of {1}", [place, row.sheet]),
		fields: [
			{ fieldtype: "HTML", fieldname: "words", options: words },
			{
				fieldtype: options ? "Select" : "Data",
				fieldname: "read_as",
				label: shown ? __("Read “{0}” as", [shown]) : __("Fill in"),
				reqd: required ? 1 : 0,
				description: required ? "" : __("Leave it empty to bring the row in without this value."),
				options: options ? ["", ...options] : undefined,
			},
			{
				fieldtype: "Check",
				fieldname: "everywhere",
				label: __("Everywhere in this column, and in the next workbooks where it is a word of the register"),
				default: cell_only ? 0 : 1,
				hidden: cell_only ? 1 : 0,
			},
		],
		primary_action_label: __("Correct"),
		primary_action({ read_as, everywhere }) {
			const method = everywhere ? "correct_value" : "correct_cell";
			const args = everywhere
				? { field, found: shown, read_as: read_as || "" }
				: { sheet: row.sheet, cell: place, text: read_as || "" };
			frappe
				.xcall(`kim_app.legacy_import.review.${method}`, { name: review.name, ...args })
				.then(() => {
					dialog.hide();
					review.corrected();
				});
		},
	});
	dialog.show();
}
