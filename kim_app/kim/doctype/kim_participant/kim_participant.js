frappe.ui.form.on("KIM Participant", {
	setup(frm) {
		frm.set_query("centre", () => ({ filters: { disabled: 0 } }));
		frm.set_query("case_doctype", () => ({ filters: { istable: 0, issingle: 0 } }));
	},

	onload(frm) {
		// Whoever works for one centre only need not choose it.
		if (!frm.is_new() || frm.doc.centre) return;
		frappe.db.get_list("KIM Centre", { filters: { disabled: 0 }, limit: 2 }).then((centres) => {
			if (centres.length === 1) frm.set_value("centre", centres[0].name);
		});
	},

	refresh(frm) {
		if (frm.is_new()) return;
		for (const doctype of ["KIM Evidence", "KIM Validation"]) {
			if (!frappe.model.can_create(doctype)) continue;
			frm.add_custom_button(
				__(doctype),
				() => frappe.new_doc(doctype, { participant: frm.doc.name }),
				__("Create")
			);
		}
	},
});
