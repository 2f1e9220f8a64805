// The form of a target profile: the levels of each competence's own scale to choose from, and a dialog
// that takes competences over from a framework, many at once.
frappe.ui.form.on("KIM Target Profile", {
	setup(frm) {
		frm.set_query("competence", "levels", () => ({
			query: "kim_app.frameworks.choosing.competences",
			filters: { meant_for: "Participants" },
		}));
	},

	onload(frm) {
		// Whoever works for one organisation only need not choose it.
		if (!frm.is_new() || frm.doc.organisation) return;
		frappe.db.get_list("KIM Organisation", { limit: 2 }).then((organisations) => {
			if (organisations.length === 1) frm.set_value("organisation", organisations[0].name);
		});
	},

	refresh(frm) {
		(frm.doc.levels || []).forEach((row) => offer_levels(frm, row));
		if (!frm.has_perm("write")) return;
		frm.fields_dict.levels.grid.add_custom_button(__("Add from a framework"), () =>
			frappe
				.require(["target_levels.bundle.js", "start_validations.bundle.css"])
				.then(() => kim.add_target_levels(frm))
		);
	},
});

frappe.ui.form.on("KIM Target Level", {
	competence(frm, doctype, name) {
		const row = frappe.get_doc(doctype, name);
		frappe.model.set_value(doctype, name, { level: "", level_title: "" });
		offer_levels(frm, row);
	},

	level(frm, doctype, name) {
		const row = frappe.get_doc(doctype, name);
		scale_of(row.competence).then((scale) => {
			const level = scale.find(({ code }) => code === row.level);
			frappe.model.set_value(doctype, name, "level_title", level ? level.title : "");
		});
	},
});

const scales = {};

/** The scale by which a competence is rated. */
function scale_of(competence) {
	if (!competence) return Promise.resolve([]);
	scales[competence] =
		scales[competence] ||
		frappe
			.call({ method: "kim_app.profile.api.scale_of", args: { competence }, type: "GET" })
			.then(({ message }) => message);
	return scales[competence];
}

function offer_levels(frm, row) {
	scale_of(row.competence).then((scale) => {
		const options = scale.map(({ code, title }) => ({
			value: code,
			// Frappe writes labels into the page as they are.
			label: frappe.utils.escape_html(title.startsWith(code) ? title : `${code} ${title}`),
		}));
		frm.set_df_property("levels", "options", ["", ...options], frm.docname, "level", row.name);
	});
}
