// The actions of all plans in force as bars on a line of time: whose turn it is, what is late, what comes.
frappe.pages["kim-plan-actions"].on_page_load = (wrapper) => {
	const page = frappe.ui.make_app_page({ parent: wrapper, title: __("Time line of actions"), single_column: true });
	const mine = frappe.user.has_role("KIM Case Worker");
	const show = () => load(page);
	page.kim = {
		case_worker: page.add_field({
			fieldname: "case_worker",
			fieldtype: "Link",
			options: "User",
			label: __("Case worker"),
			default: mine ? frappe.session.user : "",
			change: show,
		}),
		centre: page.add_field({
			fieldname: "centre",
			fieldtype: "Link",
			options: "KIM Centre",
			label: __("Centre"),
			change: show,
		}),
		done: page.add_field({ fieldname: "done", fieldtype: "Check", label: __("Show what is done, too"), change: show }),
	};
	page.set_secondary_action(__("Refresh"), show);
	page.add_inner_button(__("Calendar"), () => frappe.set_route("List", "KIM Inclusion Plan", "Calendar", "default"));
	page.add_inner_button(__("Plans"), () => frappe.set_route("List", "KIM Inclusion Plan"));
	page.kim_lines = $('<div class="frappe-card p-3"></div>').appendTo(page.main).get(0);
};

frappe.pages["kim-plan-actions"].on_page_show = (wrapper) => load(wrapper.page);

function load(page) {
	const { case_worker, centre, done } = page.kim;
	const args = {
		case_worker: case_worker.get_value() || "",
		centre: centre.get_value() || "",
		done: done.get_value() ? 1 : 0,
	};
	return Promise.all([
		frappe.require(["inclusion_plan.bundle.js", "inclusion_plan.bundle.css"]),
		frappe.call({ method: "kim_app.inclusion.calendar.lines", args, type: "GET" }),
	]).then(([, { message }]) => kim.plan.time_line(page.kim_lines, message));
}
