frappe.listview_settings["KIM Printout"] = {
	add_fields: ["status"],
	get_indicator(doc) {
		const colour = { Current: "green", Superseded: "orange", Revoked: "red" }[doc.status];
		return [__(doc.status), colour, `status,=,${doc.status}`];
	},
};
