frappe.views.calendar["KIM Training Session"] = {
	field_map: { start: "starts", end: "ends", id: "name", title: "title", color: "color" },
	get_events_method: "kim_app.training.calendar.get_events",
	filters: [{ fieldtype: "Link", fieldname: "centre", options: "KIM Centre", label: __("Centre") }],
};
