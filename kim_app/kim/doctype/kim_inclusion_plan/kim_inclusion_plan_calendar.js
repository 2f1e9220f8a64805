// The calendar shows actions and reviews, the Gantt view the plans themselves; actions as bars are on the page
// kim-plan-actions and in each plan's form.
frappe.views.calendar["KIM Inclusion Plan"] = {
	field_map: {
		id: "id",
		name: "name",
		start: "start",
		end: "end",
		title: "subject",
		allDay: "all_day",
		editable: "movable",
		convertToUserTz: "in_time_zone",
	},
	options: { selectable: false },
	get_css_class: ({ kind }) => ({ overdue: "danger", done: "success", review: "warning" })[kind] || "default",
	gantt: {
		field_map: {
			id: "name",
			start: "from_date",
			end: "to_date",
			title: "participant_name",
			progress: "plan_progress",
		},
		order_by: "from_date",
	},
	get_events_method: "kim_app.inclusion.calendar.events",
};
