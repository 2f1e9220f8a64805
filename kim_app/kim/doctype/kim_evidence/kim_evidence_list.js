frappe.listview_settings["KIM Evidence"] = {
	add_fields: ["status"],
	hide_name_column: true,
	get_indicator({ status }) {
		const colour = { Recorded: "gray", Rated: "orange", Verified: "green", Superseded: "darkgrey" }[status];
		return [__(status), colour, `status,=,${status}`];
	},
};
