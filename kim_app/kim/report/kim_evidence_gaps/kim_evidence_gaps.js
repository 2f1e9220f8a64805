frappe.query_reports["KIM Evidence Gaps"] = {
	filters: [
		{
			fieldname: "show",
			label: __("Show"),
			fieldtype: "Select",
			options: [
				{ value: "Under way", label: __("Under way") },
				{ value: "Waiting for a decision", label: __("Waiting for a decision") },
				{ value: "Validated", label: __("Validated") },
			],
			default: "Under way",
		},
		{
			fieldname: "question",
			label: __("Lacks"),
			fieldtype: "Select",
			options: [
				{ value: "", label: "" },
				{ value: "valid", label: __("Valid") },
				{ value: "authentic", label: __("Authentic") },
				{ value: "current", label: __("Current") },
				{ value: "sufficient", label: __("Sufficient") },
			],
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
	],
	onload: () => frappe.require("kim_reports.bundle.js"),
	formatter: (...cell) => kim.reports.cell(...cell),
};
