frappe.query_reports["KIM Gender Equity"] = {
	filters: [
		{
			fieldname: "by",
			label: __("By"),
			fieldtype: "Select",
			options: [
				{ value: "Everybody", label: __("Everybody") },
				{ value: "Centre", label: __("Centre") },
				{ value: "Country", label: __("Country") },
				{ value: "Quarter", label: __("Quarter") },
			],
			default: "Everybody",
		},
		kim.reports.measures(),
		...kim.reports.places(),
		...kim.reports.days(),
		...kim.reports.behind("view", "counted", "gender", "succeeded"),
	],
	...kim.reports.settings,
};
