frappe.query_reports["KIM Import Reconciliation"] = {
	filters: [
		{ fieldname: "name", label: __("Import"), fieldtype: "Link", options: "KIM Legacy Import" },
		{ fieldname: "centre", label: __("Centre"), fieldtype: "Link", options: "KIM Centre" },
		{ fieldname: "organisation", label: __("Organisation"), fieldtype: "Link", options: "KIM Organisation" },
		{
			fieldname: "status",
			label: __("Status"),
			fieldtype: "Select",
			options: [
				{ value: "", label: "" },
				{ value: "Draft", label: __("Draft") },
				{ value: "Checking", label: __("Checking") },
				{ value: "Checked", label: __("Checked") },
				{ value: "Approved", label: __("Approved") },
				{ value: "Running", label: __("Running") },
				{ value: "Completed", label: __("Completed") },
				{ value: "Failed", label: __("Failed") },
				{ value: "Cancelled", label: __("Cancelled", null, "KIM Legacy Import") },
			],
		},
		{ fieldname: "from_date", label: __("From", null, "Period"), fieldtype: "Date" },
		{ fieldname: "to_date", label: __("To", null, "Period"), fieldtype: "Date" },
	],
	onload: () => frappe.require("kim_reports.bundle.js"),
	formatter: (...cell) => kim.reports.cell(...cell),
};
