frappe.listview_settings["KIM Participant"] = {
	add_fields: ["consent"],
	hide_name_column: true,
	get_indicator: (participant) =>
		participant.consent
			? [__("Consent given"), "green", "consent,=,1"]
			: [__("No consent"), "orange", "consent,=,0"],
	formatters: {
		// Frappe names every user in a row by the row's own `full_name`, which here is the participant's.
		case_worker: (user) =>
			user ? frappe.utils.escape_html(frappe.utils.get_link_title("User", user) || frappe.user_info(user).fullname) : "",
	},
};
