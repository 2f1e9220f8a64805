// The form of a framework: what is in it, who may change it, and its way from draft to retired.
const CLOSED = ["title", "description", "source", "language", "organisation", "meant_for", "levels"];

frappe.ui.form.on("KIM Competence Framework", {
	refresh(frm) {
		if (frm.is_new()) return;
		frappe.call("kim_app.frameworks.api.overview", { framework: frm.doc.name }).then(({ message }) => {
			if (message) show_overview(frm, message);
		});
	},
});

function show_overview(frm, overview) {
	const draft = frm.doc.status === "Draft";
	if (!overview.may_change) frm.disable_form();
	for (const field of CLOSED) frm.set_df_property(field, "read_only", overview.may_change && draft ? 0 : 1);
	frm.set_intro("");
	frm.set_intro(standing(frm, overview), { Draft: "orange", Published: "green", Retired: "gray" }[frm.doc.status]);
	offer_steps(frm, overview);
	frm.fields_dict.overview.$wrapper.html(tree_of(overview, frm));
}

function standing(frm, overview) {
	const owner = frm.doc.organisation
		? __("It belongs to {0}.", [frappe.utils.escape_html(frm.doc.organisation)])
		: __("It came with KIM.");
	const newer = overview.newer.length
		? __("Newer: {0}.", [
				overview.newer.map((each) => frappe.utils.get_form_link(frm.doctype, each.name, true)).join(", "),
		  ])
		: "";
	const says = {
		Draft: overview.may_change
			? __("A draft: change it until it is complete, then publish it. Nobody is assessed by it yet.")
			: __("A draft: only coordinators of its owner change it. Nobody is assessed by it yet."),
		Published: __("People are assessed by it, so its levels and competences stay. To change them, make a new version."),
		Retired: __("No new validation begins with it. What was decided with it stands."),
	};
	return [says[frm.doc.status], owner, newer].filter(Boolean).join(" ");
}

function offer_steps(frm, overview) {
	frm.clear_custom_buttons();
	frm.add_custom_button(__("Competences"), () =>
		open_tree(frm.doc.name)
	);
	if (overview.may_export) {
		frm.add_custom_button(__("CASE JSON"), () => download(frm, "case"), __("Export"));
		frm.add_custom_button(__("CSV (ESCO's columns)"), () => download(frm, "csv"), __("Export"));
	}
	if (overview.may_copy) frm.add_custom_button(__("New version"), () => ask_version(frm, overview));
	if (!overview.may_change) return;
	if (frm.doc.status === "Draft") {
		const text = __(
			"From now on people can be assessed by {0}. Its levels and competences can then no longer be changed, only translated into further languages. Publish it?",
			[frappe.utils.escape_html(frm.doc.title).bold()]
		);
		frm.add_custom_button(__("Publish"), () => lead_on(frm, "publish", text)).addClass("btn-primary");
	}
	if (frm.doc.status === "Published") {
		const text = __(
			"No new validation will begin with {0}. What was decided with it stands and stays readable. This cannot be undone. Retire it?",
			[frappe.utils.escape_html(frm.doc.title).bold()]
		);
		frm.add_custom_button(__("Retire"), () => lead_on(frm, "retire", text));
	}
}

function download(frm, file_format) {
	window.open(
		frappe.urllib.get_full_url(
			"/api/method/kim_app.frameworks.exchange.api.export?" +
				new URLSearchParams({ framework: frm.doc.name, file_format })
		)
	);
}

function lead_on(frm, step, text) {
	if (frm.is_dirty()) {
		frappe.msgprint(__("Save your changes first."));
		return;
	}
	frappe.confirm(text, () =>
		frappe
			.call({
				method: `kim_app.frameworks.api.${step}`,
				args: { framework: frm.doc.name },
				freeze: true,
			})
			.then(() => frm.reload_doc())
	);
}

function ask_version(frm, overview) {
	const several = overview.organisations.length > 1;
	const dialog = new frappe.ui.Dialog({
		title: __("New version of {0}", [frappe.utils.escape_html(frm.doc.title)]),
		fields: [
			{
				fieldname: "version",
				fieldtype: "Data",
				label: __("Version"),
				reqd: 1,
				description: __(
					"The copy is a draft with every level, competence, criterion and translation. Each competence keeps a crosswalk to the one it was copied from."
				),
			},
			{
				fieldname: "organisation",
				fieldtype: "Select",
				label: __("Owner organisation"),
				options: overview.organisations,
				default: overview.organisations.includes(frm.doc.organisation)
					? frm.doc.organisation
					: overview.organisations[0],
				hidden: !several,
			},
		],
		primary_action_label: __("Make the draft"),
		primary_action(values) {
			frappe
				.call({
					method: "kim_app.frameworks.api.new_version",
					args: { framework: frm.doc.name, ...values },
					freeze: true,
					freeze_message: __("Copying the framework …"),
				})
				.then(({ message }) => {
					dialog.hide();
					frappe.set_route("Form", frm.doctype, message);
				});
		},
	});
	dialog.show();
}

function tree_of(overview, frm) {
	const counts = Object.entries(overview.counts)
		.map(([kind, count]) => `${count} × ${__(kind)}`)
		.join(" · ");
	if (!overview.competences.length) {
		return `<p class="text-muted">${__("No competence yet. Add them in the tree: button Competences.")}</p>`;
	}
	const rows = overview.competences.map((row) => {
		const link = frappe.utils.get_form_link("KIM Competence", row.name);
		const criteria = row.kind === "Competence" ? __("{0} criteria", [row.criteria]) : __(row.kind);
		const bare = row.kind === "Competence" && !row.criteria && frm.doc.status === "Draft";
		return `<div class="kim-framework-row" style="padding: 3px 0 3px ${row.depth * 24}px">
			<span class="text-muted" style="display: inline-block; min-width: 64px">${frappe.utils.escape_html(row.code)}</span>
			<a href="${link}" ${row.kind === "Area" ? 'style="font-weight: 600"' : ""}>${frappe.utils.escape_html(row.title)}</a>
			<span class="${bare ? "text-danger" : "text-muted"} small" style="margin-left: 8px">${criteria}</span>
		</div>`;
	});
	return `<p class="text-muted">${counts}</p>${rows.join("")}`;
}

function open_tree(framework) {
	frappe.route_options = { framework };
	frappe.set_route("Tree", "KIM Competence");
}
