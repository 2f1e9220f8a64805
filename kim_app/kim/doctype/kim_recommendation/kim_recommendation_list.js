frappe.listview_settings["KIM Recommendation"] = {
	add_fields: ["status"],
	get_indicator(doc) {
		const colour = { Draft: "gray", "Under Review": "orange", Published: "green", Retired: "darkgrey" }[doc.status];
		return [__(doc.status), colour, `status,=,${doc.status}`];
	},
	onload(list) {
		list.page.add_inner_button(__("Compile Green Paper"), () => compile_green_paper(list));
	},
};

function compile_green_paper(list) {
	const topics = frappe.meta.get_docfield("KIM Recommendation", "topic").options.split("\n");
	const dialog = new frappe.ui.Dialog({
		title: __("Compile Green Paper"),
		fields: [
			{
				fieldname: "topic",
				fieldtype: "Select",
				label: __("Topic"),
				options: topics.map((value) => ({ value, label: value ? __(value) : __("all") })),
			},
			{
				fieldname: "audience",
				fieldtype: "Select",
				label: __("For"),
				options: [
					{ value: "", label: __("all") },
					{ value: "for_policy", label: __("Policy") },
					{ value: "for_organisations", label: __("Organisations") },
					{ value: "for_practitioners", label: __("Practitioners") },
				],
			},
			{ fieldname: "country", fieldtype: "Link", options: "Country", label: __("Country") },
		],
		primary_action_label: __("Open as a Page"),
		primary_action: (values) => window.open(`/kim/green-paper?${query(values)}`),
		secondary_action_label: __("Open as PDF"),
		secondary_action: () =>
			window.open(`/api/method/kim_app.green_paper.paper.download?${query(dialog.get_values())}`),
	});
	dialog.show();
}

function query(values) {
	return new URLSearchParams(Object.entries(values || {}).filter(([, value]) => value));
}
