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
				"",
				{ value: "holds", label: __("Holds it") },
				{ value: "ends soon", label: __("Ends soon") },
				{ value: "expired", label: __("Expired") },
				{ value: "revoked", label: __("Revoked") },
				{ value: "lacks", label: __("Lacks it") },
			],
			depends_on: "eval:doc.view !== 'Hours delivered'",
		},
		...kim.reports.places().slice(0, 2),
		...kim.reports.days("eval:doc.view === 'Hours delivered'"),
	],
	...kim.reports.settings,
};
