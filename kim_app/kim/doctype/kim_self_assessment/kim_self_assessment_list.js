frappe.listview_settings["KIM Self Assessment"] = {
	add_fields: ["status"],
	hide_name_column: true,
	get_indicator({ status }) {
		return [__(status), status === "Finished" ? "green" : "orange", `status,=,${status}`];
	},
};
