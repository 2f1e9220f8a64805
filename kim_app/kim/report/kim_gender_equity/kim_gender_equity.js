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
		{
			fieldname: "measure",
			label: __("Measure"),
			fieldtype: "Select",
			options: [
				{ value: "", label: "" },
				{ value: "participants", label: __("Participants") },
				{ value: "participation", label: __("Participation in recognition") },
				{ value: "validation_success", label: __("Validation success") },
				{ value: "plan_completion", label: __("Plan completion") },
				{ value: "training_attendance", label: __("Training attendance") },
			],
		},
		{ fieldname: "centre", label: __("Centre"), fieldtype: "Link", options: "KIM Centre" },
		{ fieldname: "organisation", label: __("Organisation"), fieldtype: "Link", options: "KIM Organisation" },
		{ fieldname: "country", label: __("Country"), fieldtype: "Link", options: "Country" },
		{ fieldname: "from_date", label: __("From", null, "Period"), fieldtype: "Date" },
		{ fieldname: "to_date", label: __("To", null, "Period"), fieldtype: "Date" },
	],
	onload: () => frappe.require("kim_reports.bundle.js"),
	formatter: (...cell) => kim.reports.cell(...cell),
};
