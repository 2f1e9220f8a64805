frappe.listview_settings["KIM Training Course"] = {
	add_fields: ["status"],
	get_indicator(doc) {
		const colour = { Draft: "orange", Published: "green", Retired: "gray" }[doc.status];
		return [__(doc.status), colour, `status,=,${doc.status}`];
	},
};
