frappe.listview_settings["KIM Inclusion Plan"] = {
	add_fields: ["plan_progress", "next_review", "review_asked_on", "to_date"],
	onload(list) {
		list.page.add_inner_button(__("Time line of actions"), () => frappe.set_route("kim-plan-actions"));
	},
};
