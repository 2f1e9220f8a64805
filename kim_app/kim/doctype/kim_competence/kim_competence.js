// The form of a competence: where it may stand, and what can still be changed.
const PART_OF = { Area: ["Area"], Competence: ["Area"], Indicator: ["Competence"] };
const CLOSED = ["kind", "parent_kim_competence", "title", "description", "criteria"];

frappe.ui.form.on("KIM Competence", {
	setup(frm) {
		frm.set_query("framework", () => ({ filters: { status: "Draft" } }));
		frm.set_query("parent_kim_competence", () => ({
			filters: {
				framework: frm.doc.framework,
				kind: ["in", PART_OF[frm.doc.kind] || []],
				name: ["!=", frm.doc.name],
			},
		}));
		frm.set_query("competence", "crosswalk", () => ({ filters: { name: ["!=", frm.doc.name] } }));
	},

	refresh(frm) {
		if (frm.is_new() || !frm.doc.framework) return;
		frm.add_custom_button(__("Framework"), () =>
			frappe.set_route("Form", "KIM Competence Framework", frm.doc.framework)
		);
		frm.add_custom_button(__("Tree"), () =>
			open_tree(frm.doc.framework)
		);
		frappe
			.call("kim_app.frameworks.api.standing", { competence: frm.doc.name })
			.then(({ message }) => message && show_standing(frm, message));
	},

	kind(frm) {
		frm.set_value("parent_kim_competence", null);
	},
});

function show_standing(frm, { status, may_change, compared }) {
	if (!may_change) frm.disable_form();
	for (const field of CLOSED) frm.set_df_property(field, "read_only", may_change && status === "Draft" ? 0 : 1);
	frm.set_intro("");
	const says = {
		Draft: may_change ? "" : __("Only coordinators of the framework's owner change this competence."),
		Published: may_change
			? __("The framework is published, so this competence stays as it is. Further translations and crosswalks can be added; what is there stays.")
			: __("The framework is published, so this competence stays as it is."),
		Retired: __("The framework is retired. No new validation begins with this competence."),
	}[status];
	if (says) frm.set_intro(says, status === "Published" ? "green" : "gray");
	const rows = compared.map((each) => {
		const other = frappe.utils.get_form_link("KIM Competence", each.name, true, frappe.utils.escape_html(each.title));
		return `<li>${__(each.relation)}: ${other} <span class="text-muted">${frappe.utils.escape_html(each.framework)}</span></li>`;
	});
	frm.fields_dict.compared.$wrapper.html(
		rows.length ? `<p class="text-muted">${__("The other competences say that this one is:")}</p><ul>${rows.join("")}</ul>` : ""
	);
	if (rows.length || frm.doc.crosswalk.length) frm.fields_dict.section_5.collapse(false);
}

function open_tree(framework) {
	frappe.route_options = { framework };
	frappe.set_route("Tree", "KIM Competence");
}
