frappe.query_reports["KIM Training Coverage"] = {
	filters: [
		{
			fieldname: "view",
			label: __("Show"),
			fieldtype: "Select",
			options: [
				{ value: "Certificates", label: __("Certificates") },
				{ value: "Hours delivered", label: __("Hours delivered") },
			],
			default: "Certificates",
		},
		{
			fieldname: "state",
			label: __("Certificate"),
			fieldtype: "Select",
			options: [
				{ value: "", label: "" },
				{ value: "holds", label: __("Holds it") },
				{ value: "ends soon", label: __("Ends soon") },
				{ value: "expired", label: __("Expired") },
				{ value: "revoked", label: __("Revoked") },
				{ value: "lacks", label: __("Lacks it") },
			],
			depends_on: "eval:doc.view !== 'Hours delivered'",
		},
		{ fieldname: "centre", label: __("Centre"), fieldtype: "Link", options: "KIM Centre" },
		{ fieldname: "organisation", label: __("Organisation"), fieldtype: "Link", options: "KIM Organisation" },
		{
			fieldname: "from_date",
			label: __("From", null, "Period"),
			fieldtype: "Date",
			depends_on: "eval:doc.view === 'Hours delivered'",
		},
		{
			fieldname: "to_date",
			label: __("To", null, "Period"),
			fieldtype: "Date",
			depends_on: "eval:doc.view === 'Hours delivered'",
		},
	],
	onload: () => frappe.require("kim_reports.bundle.js"),
	formatter: (...cell) => kim.reports.cell(...cell),
};
