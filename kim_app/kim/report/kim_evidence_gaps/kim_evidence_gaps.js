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
				"",
				{ value: "valid", label: __("Valid") },
				{ value: "authentic", label: __("Authentic") },
				{ value: "current", label: __("Current") },
				{ value: "sufficient", label: __("Sufficient") },
			],
		},
		...kim.reports.places(),
		...kim.reports.competences(),
	],
	...kim.reports.settings,
};
