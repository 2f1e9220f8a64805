// What the parts of the inbox share: texts made harmless for the page, days and times, and what each tab is called.

export const html = (text) => frappe.utils.escape_html(String(text ?? ""));
export const on_day = (date) => (date ? html(frappe.datetime.str_to_user(String(date).split(" ")[0])) : "");
export const at_time = (date) => (date ? html(frappe.datetime.str_to_user(String(date).split(".")[0])) : "");
export const link_to = (name, doctype = "KIM Validation") =>
	`<a href="/app/${frappe.router.slug(doctype)}/${encodeURIComponent(name)}">${html(name)}</a>`;

export function section_texts(key) {
	return {
		decide: {
			title: __("To decide"),
			empty: __("Nothing waits for your decision. A validation appears here when an assessor has proposed a level."),
		},
		plans: {
			title: __("Plans to approve"),
			empty: __("No plan waits for your approval. A plan appears here when its participant has agreed to it."),
			choose: __("Choose a plan to see it here."),
		},
		assess: {
			title: __("To assess"),
			empty: __("Nothing waits for your assessment. A validation appears here when a case worker submits it, or a supervisor returns it to you."),
		},
		prepare: {
			title: __("To prepare"),
			empty: __("You have no validation to prepare. One appears here when you open it, or when an assessor returns it for more evidence."),
		},
		know: {
			title: __("To know"),
			empty: __("Nothing ended lately. Validations that expire or were not validated appear here until they are taken up again."),
		},
		late: {
			title: __("Waiting too long"),
			empty: __("Nothing waits too long in your organisation. What nobody goes on with for the days in the settings appears here."),
		},
	}[key];
}
