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
		...kim.reports.places(),
		...kim.reports.behind("competence", "who"),
	],
	...kim.reports.settings,
};
