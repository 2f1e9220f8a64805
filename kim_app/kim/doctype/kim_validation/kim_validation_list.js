frappe.listview_settings["KIM Validation"] = {
	add_fields: ["workflow_state"],
	hide_name_column: false,
};
