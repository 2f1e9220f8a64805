// The form of a centre: its anonymous data set, for whoever coordinates it.
frappe.ui.form.on("KIM Centre", {
	refresh(frm) {
		if (frm.is_new() || !frm.doc.__onload?.kim?.may_export) return;
		frm.add_custom_button(__("Anonymous data set"), () =>
			frappe.confirm(
				__(
					"The file holds the records of this centre so that nobody can be found in them, for research. That you took it is kept on record."
				),
				() => open_url_post("/api/method/kim_app.research.export.download", { centre: frm.doc.name })
			)
		);
	},
});
