// The competences of one framework, each with the level that is required, or none.
import { h } from "../competence_profile/dom.js";
import * as words from "../competence_profile/words.js";

export function add_target_levels(frm) {
	let rows = [];
	const dialog = new frappe.ui.Dialog({
		title: __("Add from a framework"),
		size: "large",
		fields: [
			{
				fieldname: "framework",
				fieldtype: "Link",
				options: "KIM Competence Framework",
				label: __("Framework"),
				get_query: () => ({ filters: { status: "Published", meant_for: "Participants" } }),
				onchange: () => show(dialog.get_value("framework")),
			},
			{ fieldname: "body", fieldtype: "HTML" },
		],
		primary_action_label: __("Add"),
		primary_action: () => {
			for (const { competence, select, scale } of rows) {
				if (select.value) take(frm, competence, scale, select.value);
			}
			frm.refresh_field("levels");
			frm.dirty();
			frm.trigger("refresh");
			dialog.hide();
		},
	});
	const body = dialog.get_field("body").$wrapper.get(0);
	body.classList.add("kim-start");

	function show(framework) {
		rows = [];
		body.replaceChildren();
		if (!framework) return;
		frappe
			.call({ method: "kim_app.profile.api.competences", args: { framework }, type: "GET" })
			.then(({ message }) => {
				rows = message.competences.map((competence) => offer(frm, competence, message.scale));
				body.replaceChildren(
					rows.length
						? h("ul", { class: "kim-start-rows kim-target-rows" }, rows.map(({ element }) => element))
						: h("p", { class: "text-muted" }, __("This framework is too large to show here. Add its competences one by one."))
				);
			});
	}
	dialog.show();
}

function offer(frm, competence, scale) {
	const present = (frm.doc.levels || []).find((row) => row.competence === competence.name);
	const select = h(
		"select",
		{ class: "form-control input-sm", "aria-label": __("Required level of {0}", [competence.title]) },
		h("option", { value: "" }, __("Not required")),
		scale.map(({ code }) =>
			h("option", { value: code, selected: Boolean(present && present.level === code) }, words.level(scale, code))
		)
	);
	const element = h("li", {}, h("span", {}, h("bdi", {}, competence.title), " ", h("small", {}, competence.code)), select);
	return { competence, select, scale, element };
}

function take(frm, competence, scale, level) {
	const rows = frm.doc.levels || [];
	// A new form begins with an empty row, which is used up first.
	const row =
		rows.find((entry) => entry.competence === competence.name) ||
		rows.find((entry) => !entry.competence) ||
		frm.add_child("levels");
	Object.assign(row, {
		competence: competence.name,
		framework: competence.framework,
		level,
		level_title: scale.find(({ code }) => code === level).title,
	});
}
