export const e = (text) => frappe.utils.escape_html(String(text ?? ""));

// "110 new, 10 refused": what becomes of the rows of a table.
export function count_words(table, found) {
	const order = ["new", "update", "unchanged", "refused"];
	const parts = order
		.filter((action) => table.counts[action])
		.map((action) => `${table.counts[action]} ${found.actions[action].toLowerCase()}`);
	if (!parts.length) return "";
	const words = __("{0} rows: {1}.", [table.rows_read, parts.join(", ")]);
	return table.counts.warned ? `${words} ${__("{0} with a warning.", [table.counts.warned])}` : words;
}

export function issue_title(found, kind) {
	return found.issue_kinds.find((known) => known.kind === kind)?.title || kind;
}
