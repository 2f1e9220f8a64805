// The form of a certificate: its paper, the page that confirms it, and its revocation.
frappe.ui.form.on("KIM Certificate", {
	refresh(frm) {
		if (frm.is_new()) return;
		const kim = frm.doc.__onload?.kim || {};
		const query = new URLSearchParams({ doctype: frm.doctype, name: frm.doc.name, format: "KIM Certificate" });
		frm.add_custom_button(__("Open PDF"), () =>
			window.open(`/api/method/frappe.utils.print_format.download_pdf?${query}`)
		).addClass("btn-primary");
		frm.add_custom_button(__("Confirmation Page"), () => window.open(kim.address));
		if (kim.may_revoke) frm.add_custom_button(__("Revoke"), () => revoke(frm));
		say_where_it_stands(frm);
	},
});

function say_where_it_stands(frm) {
	const { doc } = frm;
	const day = (value) => frappe.datetime.str_to_user(String(value || "").slice(0, 10));
	const say = (text, color) => frm.set_intro(frappe.utils.escape_html(text), color);
	if (doc.status === "Revoked") return say(__("Revoked on {0}: {1}", [day(doc.revoked_on), doc.reason]), "red");
	if (doc.status === "Expired") return say(__("Expired: it was valid until {0}.", [day(doc.valid_until)]), "orange");
	say(doc.valid_until ? __("Valid until {0}.", [day(doc.valid_until)]) : __("Valid without end."), "green");
}

function revoke(frm) {
	frappe.prompt(
		{
			fieldname: "reason",
			fieldtype: "Small Text",
			label: __("Reason"),
			reqd: 1,
			description: __("The holder reads it. The confirmation page says that the certificate was revoked, not why."),
		},
		({ reason }) =>
			frappe
				.xcall("kim_app.training.certificates.revoke", { certificate: frm.doc.name, reason })
				.then(() => frm.reload_doc()),
		__("Revoke"),
		__("Revoke")
	);
}
