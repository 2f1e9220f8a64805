frappe.listview_settings["KIM Transfer"] = {
	add_fields: ["status"],
	get_indicator: ({ status }) => {
		const colours = { Requested: "orange", Consented: "blue", Accepted: "green", Declined: "red", Withdrawn: "gray" };
		return [__(status), colours[status], `status,=,${status}`];
	},
};
