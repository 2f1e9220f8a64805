frappe.query_reports["KIM Inclusion Plan Progress"] = {
	filters: [
		{
			fieldname: "view",
			label: __("Show"),
			fieldtype: "Select",
			options: [
				{ value: "Areas", label: __("Areas") },
				{ value: "Overdue", label: __("Overdue") },
				{ value: "Records", label: __("Goals and actions") },
			],
			default: "Areas",
		},
		...kim.reports.places(),
		...kim.reports.behind("kind", "area", "status"),
		{ fieldname: "case_worker", label: __("Case worker"), fieldtype: "Link", options: "User" },
		{
			fieldname: "state",
			label: __("State of the plan"),
			fieldtype: "Select",
			options: [
				"",
				{ value: "Draft", label: __("Draft") },
				{ value: "Proposed", label: __("Proposed") },
				{ value: "Agreed", label: __("Agreed") },
				{ value: "Active", label: __("Active") },
				{ value: "Under Review", label: __("Under Review") },
				{ value: "Completed", label: __("Completed") },
				{ value: "Discontinued", label: __("Discontinued") },
			],
		},
	],
	...kim.reports.settings,
};
