// How a cell of KIM's reports looks: a figure leads to its records, a heat map is coloured, a total stands out.
// The rows of a report say which (see kim_app/measures/layout.py).
frappe.provide("kim.reports");

// The filters that several reports share. Functions, because the Desk knows its translations only when it asks.
kim.reports.places = () => [
	{ fieldname: "centre", label: __("Centre"), fieldtype: "Link", options: "KIM Centre" },
	{ fieldname: "organisation", label: __("Organisation"), fieldtype: "Link", options: "KIM Organisation" },
	{ fieldname: "country", label: __("Country"), fieldtype: "Link", options: "Country" },
];

kim.reports.competences = () => [
	{ fieldname: "framework", label: __("Framework"), fieldtype: "Link", options: "KIM Competence Framework" },
	{
		fieldname: "competence",
		label: __("Competence"),
		fieldtype: "Link",
		options: "KIM Competence",
		get_query: () => ({
			query: "kim_app.frameworks.choosing.competences",
			filters: {
				framework: frappe.query_report.get_filter_value("framework"),
				status: ["Published", "Retired"],
				meant_for: "Participants",
			},
		}),
	},
];

kim.reports.days = (depends_on) => [
	{ fieldname: "from_date", label: __("From", null, "Period"), fieldtype: "Date", depends_on },
	{ fieldname: "to_date", label: __("To", null, "Period"), fieldtype: "Date", depends_on },
];

// What a figure's link asks for, and nobody fills in.
kim.reports.behind = (...names) => names.map((fieldname) => ({ fieldname, fieldtype: "Data", hidden: 1 }));

kim.reports.measures = (...more) => ({
	fieldname: "measure",
	label: __("Measure"),
	fieldtype: "Select",
	options: [
		"",
		{ value: "participants", label: __("Participants") },
		{ value: "participation", label: __("Participation in recognition") },
		{ value: "validation_success", label: __("Validation success") },
		{ value: "plan_completion", label: __("Plan completion") },
		{ value: "training_attendance", label: __("Training attendance") },
		...more,
	],
});

// What every report does alike. Who may open a report may take what it shows as a file; Frappe offers that only to
// those who may export all records of the form.
kim.reports.settings = {
	onload: (report) => report.page.add_inner_button(__("Export"), () => report.export_report()),
	formatter: (...cell) => kim.reports.cell(...cell),
};

kim.reports.cell = (value, row, column, data, format) => {
	let html = shown(value, row, column, data, format);
	if (!data) return html;
	const address = data.kim_links && data.kim_links[column.fieldname];
	// A total has no records of its own, and nothing counted leads nowhere.
	if (address && value !== null && value !== undefined && value !== 0) {
		// The Desk's router takes an address of the same report with other filters for the page that is open. It leaves
		// links with a handler of their own to the browser.
		const handler = address.startsWith("/app/query-report/") ? 'onclick="return true"' : "";
		html = `<a class="kim-drill" href="${frappe.utils.escape_html(address)}" ${handler}>${html}</a>`;
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
