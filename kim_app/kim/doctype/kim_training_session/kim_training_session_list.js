frappe.listview_settings["KIM Training Session"] = {
	add_fields: ["status", "enrolled", "capacity", "waiting"],
	get_indicator(doc) {
		const colour = { Planned: "gray", Open: "green", Held: "blue", Closed: "darkgrey", Cancelled: "red" };
		const full = doc.status === "Open" && doc.enrolled >= doc.capacity;
		return [full ? __("Full") : __(doc.status), full ? "orange" : colour[doc.status], `status,=,${doc.status}`];
	},
};
