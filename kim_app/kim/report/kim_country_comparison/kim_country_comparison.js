frappe.query_reports["KIM Country Comparison"] = {
	filters: [
		{
			fieldname: "year",
			label: __("Year"),
			fieldtype: "Select",
			options: Array.from({ length: 10 }, (_value, place) => String(new Date().getFullYear() - place)),
			default: String(new Date().getFullYear()),
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
	],
	onload: () => frappe.require("kim_reports.bundle.js"),
	formatter: (...cell) => kim.reports.cell(...cell),
};
