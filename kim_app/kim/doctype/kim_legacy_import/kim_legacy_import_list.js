// The list of legacy imports shows where each one stands.
frappe.listview_settings["KIM Legacy Import"] = {
	add_fields: ["status", "progress"],
	has_indicator_for_draft: true,
	get_indicator(doc) {
		const colours = {
			Draft: "gray",
			Checking: "blue",
			Checked: "orange",
			Approved: "purple",
			Running: "blue",
			Completed: "green",
			Failed: "red",
			Cancelled: "gray",
			Undone: "gray",
		};
		return [__(doc.status), colours[doc.status], `status,=,${doc.status}`];
	},
};
