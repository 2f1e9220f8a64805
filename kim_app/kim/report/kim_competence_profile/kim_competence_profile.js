frappe.query_reports["KIM Competence Profile"] = {
	filters: [
		{
			fieldname: "view",
			label: __("Show"),
			fieldtype: "Select",
			options: [
				{ value: "Competences", label: __("Competences") },
				{ value: "Participants", label: __("Participants") },
			],
			default: "Competences",
		},
		{ fieldname: "framework", label: __("Framework"), fieldtype: "Link", options: "KIM Competence Framework" },
		{ fieldname: "target_profile", label: __("Target profile"), fieldtype: "Link", options: "KIM Target Profile" },
		{ fieldname: "centre", label: __("Centre"), fieldtype: "Link", options: "KIM Centre" },
		{ fieldname: "organisation", label: __("Organisation"), fieldtype: "Link", options: "KIM Organisation" },
		{ fieldname: "country", label: __("Country"), fieldtype: "Link", options: "Country" },
	],
	onload: () => frappe.require("kim_reports.bundle.js"),
	formatter: (...cell) => kim.reports.cell(...cell),
};
