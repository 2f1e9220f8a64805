// How a cell of KIM's reports looks: a figure leads to its records, a heat map is coloured, a total stands out.
// The rows of a report say which (see kim_app/measures/layout.py).
frappe.provide("kim.reports");

kim.reports.cell = (value, row, column, data, format) => {
	let html = shown(value, row, column, data, format);
	if (!data) return html;
	const address = data.kim_links && data.kim_links[column.fieldname];
	// A total has no records of its own, and nothing counted leads nowhere.
	if (address && value !== null && value !== undefined && value !== 0) {
		html = `<a class="kim-drill" href="${frappe.utils.escape_html(address)}">${html}</a>`;
	}
	const style = data.kim_styles && data.kim_styles[column.fieldname];
	if (style) {
		html = `<div class="kim-heat" style="background:${style.background};color:${style.text}">${html}</div>`;
	}
	const pill = data[`${column.fieldname}_colour`];
	if (pill) html = `<span class="indicator-pill ${pill}">${html}</span>`;
	return data.bold ? `<b>${html}</b>` : html;
};

function shown(value, row, column, data, format) {
	if (value === null || value === undefined) return "";
	// Names and reasons are what somebody typed.
	if (column.fieldtype === "Data") return aligned(frappe.utils.escape_html(String(value)), column);
	return format(value, row, column, data);
}

function aligned(html, column) {
	return column.align === "right" ? `<div style="text-align: right">${html}</div>` : html;
}

if (!document.getElementById("kim-reports-style")) {
	$("<style id='kim-reports-style'>")
		.text(
			".kim-drill { text-decoration: underline dotted; text-underline-offset: 3px; } .kim-drill:hover { text-decoration: underline; } .kim-heat { margin: -4px -8px; padding: 4px 8px; } .kim-heat a, .kim-heat div { color: inherit !important; }"
		)
		.appendTo(document.head);
}
