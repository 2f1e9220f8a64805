frappe.query_reports["KIM Import Reconciliation"] = {
	filters: [
		{ fieldname: "name", label: __("Import"), fieldtype: "Link", options: "KIM Legacy Import" },
		...kim.reports.places().slice(0, 2),
		{
			fieldname: "status",
			label: __("Status"),
			fieldtype: "Select",
			options: [
				"",
				{ value: "Draft", label: __("Draft") },
				{ value: "Checking", label: __("Checking") },
				{ value: "Checked", label: __("Checked") },
				{ value: "Approved", label: __("Approved") },
				{ value: "Running", label: __("Running") },
				{ value: "Completed", label: __("Completed") },
				{ value: "Failed", label: __("Failed") },
				{ value: "Cancelled", label: __("Cancelled", null, "KIM Legacy Import") },
				{ value: "Undone", label: __("Undone") },
			],
		},
		...kim.reports.days(),
	],
	...kim.reports.settings,
};
