// The list of recommendations, from which the Green Paper is compiled.
frappe.listview_settings["KIM Recommendation"] = {
	add_fields: ["status"],
	hide_name_column: true,
	get_indicator(doc) {
		const colour = { Draft: "gray", "Under Review": "orange", Published: "green", Retired: "darkgrey" }[doc.status];
		return [__(doc.status), colour, `status,=,${doc.status}`];
	},
	onload(list) {
		list.page.add_inner_button(__("Compile Green Paper"), () => compile_green_paper());
	},
};

function compile_green_paper() {
	const topics = frappe.meta.get_docfield("KIM Recommendation", "topic").options.split("\n");
	const label_of = (fieldname) => {
		const { label } = frappe.meta.get_docfield("KIM Recommendation", fieldname);
		return __(label);
	};
	const audiences = ["for_policy", "for_organisations", "for_practitioners"];
	const all = { value: "", label: __("all") };
	const dialog = new frappe.ui.Dialog({
		title: __("Compile Green Paper"),
		fields: [
			{
				fieldname: "topic",
				fieldtype: "Select",
				label: __("Topic"),
				options: [all, ...topics.filter(Boolean).map((value) => ({ value, label: __(value) }))],
			},
			{
				fieldname: "audience",
				fieldtype: "Select",
				label: __("For"),
				options: [all, ...audiences.map((value) => ({ value, label: label_of(value) }))],
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
