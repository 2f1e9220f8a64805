frappe.treeview_settings["KIM Competence"] = {
	title: __("Competences"),
	root_label: __("All competences"),
	get_tree_nodes: "frappe.desk.treeview.get_children",
	filters: [
		{
			fieldname: "framework",
			fieldtype: "Link",
			options: "KIM Competence Framework",
			label: __("Framework"),
		},
	],
};
