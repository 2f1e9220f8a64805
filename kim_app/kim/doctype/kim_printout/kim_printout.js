// The form of a numbered paper that was issued: the paper, its files, the page that confirms it, its revocation.
frappe.ui.form.on("KIM Printout", {
	refresh(frm) {
		const kim = frm.doc.__onload?.kim || {};
		const open = (label, address, group) =>
			address && frm.add_custom_button(label, () => window.open(address), group);
		open(__("Open PDF"), kim.pdf)?.addClass("btn-primary");
		open(__("Confirmation Page"), kim.confirmation);
		open("JSON", kim.json, __("Save as"));
		open("Europass", kim.europass, __("Save as"));
		if (kim.may_revoke) frm.add_custom_button(__("Revoke"), () => revoke(frm));
		say_where_it_stands(frm);
	},
});

function say_where_it_stands(frm) {
	const { doc } = frm;
	const day = (value) => frappe.datetime.str_to_user(String(value || "").slice(0, 10));
	const say = (text, color) => frm.set_intro(frappe.utils.escape_html(text), color);
	if (doc.status === "Revoked") return say(__("Revoked on {0}: {1}", [day(doc.revoked_on), doc.reason]), "red");
	if (doc.status === "Superseded") return say(__("A newer one took its place."), "orange");
	say(__("Issued on {0}.", [day(doc.issued_on)]), "blue");
}

function revoke(frm) {
	frappe.prompt(
		{
			fieldname: "reason",
			fieldtype: "Small Text",
			label: __("Reason"),
			reqd: 1,
			description: __("The confirmation page says that the document was revoked, not why."),
		},
		({ reason }) =>
			frappe.xcall("kim_app.printing.api.revoke", { number: frm.doc.name, reason }).then(() => frm.reload_doc()),
		__("Revoke"),
		__("Revoke")
	);
}
