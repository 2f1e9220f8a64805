frappe.query_reports["KIM Validation Pipeline"] = {
	filters: [
		{
			fieldname: "view",
			label: __("Show"),
			fieldtype: "Select",
			options: [
				{ value: "What waits", label: __("What waits") },
				{ value: "Time to decision", label: __("Time to decision") },
				{ value: "Returns and reasons", label: __("Returns and reasons") },
			],
			default: "What waits",
		},
		{
			fieldname: "by",
			label: __("By"),
			fieldtype: "Select",
			options: [
				{ value: "Centre", label: __("Centre") },
				{ value: "Case worker", label: __("Case worker") },
				{ value: "Assessor", label: __("Assessor") },
				{ value: "Supervisor", label: __("Supervisor") },
			],
			default: "Centre",
			depends_on: "eval:doc.view !== 'Returns and reasons'",
		},
		{ fieldname: "centre", label: __("Centre"), fieldtype: "Link", options: "KIM Centre" },
		{ fieldname: "organisation", label: __("Organisation"), fieldtype: "Link", options: "KIM Organisation" },
		{ fieldname: "country", label: __("Country"), fieldtype: "Link", options: "Country" },
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
		{
			fieldname: "from_date",
			label: __("From", null, "Period"),
			fieldtype: "Date",
			depends_on: "eval:doc.view !== 'What waits'",
		},
		{
			fieldname: "to_date",
			label: __("To", null, "Period"),
			fieldtype: "Date",
			depends_on: "eval:doc.view !== 'What waits'",
		},
	],
	onload: () => frappe.require("kim_reports.bundle.js"),
	formatter: (...cell) => kim.reports.cell(...cell),
};
