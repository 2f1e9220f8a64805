// The form of a validation: levels to choose from the framework's scale, evidence of this participant
// only, and a dialog for the steps that need a reason.
const STEPS_WITH_REASON = ["Return for Evidence", "Return to Assessor", "Reject", "Revoke"];

frappe.ui.form.on("KIM Validation", {
	setup(frm) {
		frm.set_query("evidence", "evidence", () => ({ filters: { participant: frm.doc.participant } }));
		frm.set_query("competence", () => ({ filters: { is_group: 0 } }));
	},

	refresh(frm) {
		offer_levels(frm);
		open_the_phase(frm);
		if (frm.doc.imported) {
			frm.set_intro(
				__("Imported from an earlier register: {0}", [frappe.utils.escape_html(frm.doc.legacy_source || "")]),
				"blue"
			);
		}
	},

	framework: offer_levels,

	before_workflow_action(frm) {
		const action = frm.selected_workflow_action;
		if (!STEPS_WITH_REASON.includes(action)) {
			return frm.is_dirty() ? frm.save(frm.doc.docstatus === 1 ? "Update" : "Save") : undefined;
		}
		return ask_for_reason(action).then((reason) => {
			frm.set_value("reason", reason);
			return frm.save(frm.doc.docstatus === 1 ? "Update" : "Save");
		});
	},
});

function offer_levels(frm) {
	if (!frm.doc.framework) return;
	frappe.db.get_doc("KIM Competence Framework", frm.doc.framework).then(({ levels }) => {
		const options = levels.map((level) => ({
			value: level.code,
			label: `${level.code} ${__(level.title)}`,
		}));
		options.unshift("");
		for (const field of ["claimed_level", "proposed_level"]) {
			frm.set_df_property(field, "options", options);
		}
		for (const field of ["claimed_level", "proposed_level", "validated_level"]) {
			const chosen = levels.find((level) => level.code === frm.doc[field]);
			frm.set_df_property(field, "description", chosen ? __(chosen.title) : "");
		}
		frm.fields_dict.ratings.grid.update_docfield_property("level", "options", options);
	});
}

// What a phase does not let anybody write is shown as read-only; the server refuses it in any case.
function open_the_phase(frm) {
	const state = frm.doc.workflow_state || "Identification";
	const documenting = frm.is_new() || ["Identification", "Documentation"].includes(state);
	const assessing = state === "Assessment";
	// One row per criterion of the competence, neither more nor fewer.
	frm.set_df_property("ratings", "cannot_add_rows", true);
	frm.set_df_property("ratings", "cannot_delete_rows", true);
	frm.set_df_property("participant", "read_only", !(frm.is_new() || state === "Identification"));
	frm.set_df_property("competence", "read_only", !(frm.is_new() || state === "Identification"));
	for (const field of ["claimed_level", "evidence"]) frm.set_df_property(field, "read_only", !documenting);
	frm.set_df_property("method", "read_only", !(documenting || assessing));
	for (const field of ["ratings", "proposed_level", "assessed_on", "rationale"]) {
		frm.set_df_property(field, "read_only", !assessing);
	}
}

function ask_for_reason(action) {
	// The form is frozen while a step is taken; the dialog must be reachable meanwhile.
	frappe.dom.unfreeze();
	return new Promise((resolve, reject) => {
		let answered = false;
		const dialog = new frappe.ui.Dialog({
			title: __(action),
			fields: [
				{
					fieldname: "reason",
					fieldtype: "Small Text",
					label: __("Reason"),
					reqd: 1,
					description: __("Whoever goes on with this validation reads it."),
				},
			],
			primary_action_label: __(action),
			primary_action({ reason }) {
				answered = true;
				dialog.hide();
				frappe.dom.freeze();
				resolve(reason);
			},
			on_hide() {
				if (!answered) reject();
			},
		});
		dialog.show();
	});
}
