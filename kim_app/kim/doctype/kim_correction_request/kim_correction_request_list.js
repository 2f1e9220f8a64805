frappe.listview_settings["KIM Correction Request"] = {
	add_fields: ["status"],
	hide_name_column: true,
	get_indicator({ status }) {
		const colour = { Open: "orange", Accepted: "green", Declined: "gray" }[status];
		return [__(status), colour, `status,=,${status}`];
	},
};
