frappe.listview_settings["KIM Participant"] = {
	add_fields: ["consent"],
	get_indicator: (participant) =>
		participant.consent
			? [__("Consent given"), "green", "consent,=,1"]
			: [__("No consent"), "orange", "consent,=,0"],
};
