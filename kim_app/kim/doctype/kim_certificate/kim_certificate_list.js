frappe.listview_settings["KIM Certificate"] = {
	add_fields: ["status", "valid_until"],
	get_indicator(doc) {
		const colour = { Current: "green", Expired: "orange", Revoked: "red" }[doc.status];
		return [__(doc.status), colour, `status,=,${doc.status}`];
	},
};
