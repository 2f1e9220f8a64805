// The settings of the site.
frappe.ui.form.on("KIM Settings", {
	setup(frm) {
		frm.set_query("default_framework", () => ({ filters: { status: "Published", meant_for: "Participants" } }));
	},
});
