frappe.listview_settings["KIM Target Profile"] = {
	add_fields: ["status"],
	get_indicator: ({ status }) => {
		const colours = { Draft: "orange", Published: "green", Retired: "gray" };
		return [__(status), colours[status], `status,=,${status}`];
	},
};
