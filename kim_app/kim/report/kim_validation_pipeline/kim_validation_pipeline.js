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
		...kim.reports.places(),
		...kim.reports.competences(),
		...kim.reports.days("eval:doc.view !== 'What waits'"),
	],
	...kim.reports.settings,
};
