// A version of a plan, to read: what was agreed on then.
frappe.ui.form.on("KIM Plan Version", {
	refresh(frm) {
		frm.disable_save();
		frappe.call({ method: "kim_app.inclusion.versions.read", args: { name: frm.doc.name }, type: "GET" }).then(({ message }) => {
			frm.get_field("content_html").$wrapper.html(message);
		});
		frm.add_custom_button(__("Open the plan"), () => frappe.set_route("Form", "KIM Inclusion Plan", frm.doc.plan));
	},
});
