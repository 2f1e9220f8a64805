frappe.listview_settings["KIM Inclusion Plan"] = {
	hide_name_column: true,
	add_fields: ["plan_progress", "next_review"],
	onload(list) {
		list.page.add_inner_button(__("Time line of actions"), () => frappe.set_route("kim-plan-actions"));
	},
	refresh(list) {
		// A plan takes months: by days, as Frappe's Gantt view begins, no bar shows its name.
		if (list.view_name !== "Gantt" || list.view_user_settings.gantt_view_mode) return;
		list.load_lib.then(() => list.gantt?.change_view_mode("Month"));
	},
};
