frappe.query_reports["KIM Country Comparison"] = {
	filters: [
		{
			fieldname: "year",
			label: __("Year"),
			fieldtype: "Select",
			options: Array.from({ length: 10 }, (_value, place) => String(new Date().getFullYear() - place)),
			default: String(new Date().getFullYear()),
		},
		kim.reports.measures(
			{ value: "holding", label: __("Holding a validated competence") },
			{ value: "complete_records", label: __("Complete records") },
			{ value: "sound_evidence", label: __("Sound evidence") },
			{ value: "long_waiting", label: __("Waiting for more than 90 days") },
			{ value: "plan_achievement", label: __("Plans with a goal achieved") },
			{ value: "certificates", label: __("Certificates that are valid") }
		),
	],
	...kim.reports.settings,
};
