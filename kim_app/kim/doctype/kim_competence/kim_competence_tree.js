// The tree of competences: every framework with what is in it, or the one chosen above.
// An area shows by the folder that Frappe gives to what holds something.
const ICONS = {
	Framework: ["M3 2h8a2 2 0 0 1 2 2v10H5a2 2 0 0 1-2-2zM3 12a2 2 0 0 1 2-2h8", "var(--text-muted)"],
	Competence: ["M8 2l1.8 3.9 4.2.5-3.1 2.9.8 4.2L8 11.4l-3.7 2.1.8-4.2L2 6.4l4.2-.5z", "var(--blue-600, #2266dd)"],
	Indicator: ["M3 8.5l3.2 3.2L13 5", "var(--green-600, #2d8659)"],
};
let the_view = null;
const COLOURS = { Draft: "orange", Published: "green", Retired: "gray" };

frappe.treeview_settings["KIM Competence"] = {
	title: __("Competences"),
	root_label: __("All frameworks"),
	get_tree_root: false,
	get_tree_nodes: "kim_app.frameworks.api.tree",
	disable_add_node: true,
	filters: [
		{
			fieldname: "framework",
			fieldtype: "Link",
			options: "KIM Competence Framework",
			label: __("Framework"),
			disable_onchange: true,
			change() {
				show_framework(this.get_value());
			},
		},
	],
	onload(view) {
		the_view = view;
		view.page.add_inner_button(__("Frameworks"), () => frappe.set_route("List", "KIM Competence Framework"));
		const asked = () => frappe.route_options && frappe.route_options.framework;
		// The page is made once and shown again and again, each time perhaps for another framework.
		$(view.parent).on("show", () => asked() && view.page.fields_dict.framework.set_value(asked()));
		if (!asked()) view.make_tree();
	},
	onrender(node) {
		if (!node.expandable) node.$tree_link.children().first().hide();
		if (node.data.kind === "Framework" && the_view.args.framework) {
			// One framework alone is shown with everything in it.
			setTimeout(() => the_view.tree.load_children(node, true));
		}
	},
	get_label(node) {
		const escape = frappe.utils.escape_html;
		if (node.is_root) return escape(node.label);
		const { code, title, kind, status } = node.data;
		const pill = status ? ` <span class="indicator-pill ${COLOURS[status]}">${__(status)}</span>` : "";
		const name = code ? `<span class="text-muted">${escape(code)}</span> ` : "";
		return `${kind === "Area" ? "" : icon(kind)} ${name}${escape(title)}${pill}${crosswalk_of(node.data)}`;
	},
	toolbar: [
		{
			label: __("Open", null, "Button"),
			condition: (node) => !node.is_root,
			click: (node) => frappe.set_route("Form", doctype_of(node), node.label),
		},
		...["Area", "Competence", "Indicator"].map((kind) => ({
			label: __("Add {0}", [__(kind)]),
			condition: (node) => may_hold(node).includes(kind),
			click: (node) => add(node, kind),
		})),
		{
			label: __("Delete"),
			condition: (node) => !node.is_root && node.data.may_change && node.data.kind !== "Framework",
			click: (node) =>
				frappe.model.delete_doc("KIM Competence", node.label, () => the_view.tree.load_children(node.parent_node)),
		},
	],
	extend_toolbar: false,
};

function icon(kind) {
	const [path, colour] = ICONS[kind];
	return `<svg width="15" height="15" viewBox="0 0 16 16" fill="none" stroke="${colour}" stroke-width="1.5"
		stroke-linejoin="round" style="margin: 0 4px -2px 0" role="img" aria-label="${__(kind)}"><path d="${path}"/></svg>`;
}

// With what the competence is compared, other versions of its framework first: a few by their codes, all of
// them with their titles when pointed at.
function crosswalk_of({ framework, compared }) {
	if (!compared || !compared.length) return "";
	const family = (name) => name.slice(0, name.lastIndexOf("-"));
	const own = family(framework);
	const ordered = [...compared].sort((one, other) => (family(other.framework) === own) - (family(one.framework) === own));
	const shown = ordered.slice(0, 3).map((each) => relation_to(each, `${each.framework} ${each.code}`));
	if (ordered.length > shown.length) shown.push(__("and {0} more", [ordered.length - shown.length]));
	const all = ordered.map((each) => relation_to(each, `${each.framework} ${each.code} ${each.title}`));
	const escape = frappe.utils.escape_html;
	return ` <span class="kim-crosswalk text-muted small" style="margin-left: 8px" title="${escape(all.join("\n"))}">${escape(
		shown.join(" · ")
	)}</span>`;
}

function relation_to({ relation }, other) {
	return {
		Same: __("same as {0}", [other]),
		Broader: __("broader than {0}", [other]),
		Narrower: __("narrower than {0}", [other]),
		Related: __("related to {0}", [other]),
	}[relation];
}

function doctype_of(node) {
	return node.data.kind === "Framework" ? "KIM Competence Framework" : "KIM Competence";
}

// The kinds that may be added below a node: the top of a framework takes areas and competences.
function may_hold(node) {
	if (!node.data.may_change) return [];
	return node.data.kind === "Framework" ? ["Area", "Competence"] : node.data.takes;
}

function show_framework(framework) {
	if ((the_view.args.framework || "") === (framework || "") && the_view.tree) return;
	the_view.args.framework = framework;
	the_view.make_tree();
}

function add(node, kind) {
	const at_top = node.data.kind === "Framework";
	const dialog = new frappe.ui.Dialog({
		title: __("Add {0} to {1}", [__(kind), frappe.utils.escape_html(node.data.title)]),
		fields: [
			{
				fieldname: "code",
				fieldtype: "Data",
				label: __("Code"),
				reqd: 1,
				description: __("Short, such as LIT. It is not changed later."),
			},
			{ fieldname: "title", fieldtype: "Data", label: __("Title"), reqd: 1 },
			{ fieldname: "description", fieldtype: "Small Text", label: __("Description") },
			{
				fieldname: "criteria",
				fieldtype: "Small Text",
				label: __("Criteria"),
				hidden: kind !== "Competence",
				description: __("What the person can do, one criterion on each line."),
			},
		],
		primary_action_label: __("Add"),
		primary_action({ code, title, description, criteria }) {
			frappe.db
				.insert({
					doctype: "KIM Competence",
					framework: at_top ? node.label : node.data.framework,
					parent_kim_competence: at_top ? null : node.label,
					kind,
					code,
					title,
					description,
					criteria: (criteria || "")
						.split("\n")
						.filter((line) => line.trim())
						.map((statement, index) => ({ code: `${code}${index + 1}`, statement: statement.trim() })),
				})
				.then(() => {
					dialog.hide();
					frappe.show_alert({ message: __("{0} was added.", [frappe.utils.escape_html(title)]), indicator: "green" });
					// A competence gets its first indicator: its own line changes too.
					the_view.tree.load_children(node.expandable ? node : node.parent_node);
				});
		},
	});
	dialog.show();
}
