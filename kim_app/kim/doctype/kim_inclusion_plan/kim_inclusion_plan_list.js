frappe.listview_settings["KIM Inclusion Plan"] = {
	hide_name_column: true,
	add_fields: ["plan_progress", "next_review"],
	onload(list) {
		list.page.add_inner_button(__("Time line of actions"), () => frappe.set_route("kim-plan-actions"));
	},
};
