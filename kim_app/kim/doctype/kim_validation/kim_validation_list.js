// In the list of validations a supervisor decides on the chosen ones together: what waits among them is
// handed to the page "What waits for you", which asks for the decision and shows what becomes of each.
frappe.listview_settings["KIM Validation"] = {
	add_fields: ["workflow_state"],
	hide_name_column: false,

	onload(listview) {
		if (!frappe.user.has_role("KIM Supervisor")) return;
		listview.page.add_actions_menu_item(
			__("Decide together"),
			() => {
				const chosen = listview.get_checked_items();
				const waiting = chosen.filter((row) => row.workflow_state === "Pending Approval");
				if (!waiting.length) {
					frappe.msgprint(__("None of the chosen validations waits for a decision."));
					return;
				}
				frappe.route_options = {
					decide: {
						names: Object.fromEntries(waiting.map((row) => [row.name, row.modified])),
						others: chosen.length - waiting.length,
					},
				};
				frappe.set_route("kim-inbox");
			},
			false
		);
	},
};
