// The form of a recommendation: its steps, endorsing it, and who endorses it.
frappe.ui.form.on("KIM Recommendation", {
	setup(frm) {
		frm.set_query("competence", "evidence", (doc, cdt, cdn) => {
			const { framework } = frappe.get_doc(cdt, cdn);
			return { filters: { kind: "Competence", ...(framework ? { framework } : {}) } };
		});
	},

	refresh(frm) {
		frm.set_intro("");
		if (frm.is_new()) return;
		const kim = frm.doc.__onload?.kim || {};
		for (const step of kim.steps || []) {
			const button = frm.add_custom_button(__(step.action), () => take_step(frm, step));
			if (!step.needs_reason) button.removeClass("btn-default").addClass("btn-primary");
		}
		if (kim.may_endorse) {
			frm.add_custom_button(__("Endorse"), () => endorse(frm)).removeClass("btn-default").addClass("btn-primary");
		}
		if (frm.doc.status !== "Draft") frm.disable_save();
		else frm.enable_save();
		if (frm.doc.status === "Draft" && frm.doc.reason) {
			frm.set_intro(frappe.utils.escape_html(__("Returned: {0}", [frm.doc.reason])), "orange");
		}
		show_endorsements(frm, kim.endorsed_by || []);
	},
});

function take_step(frm, { action, needs_reason }) {
	const take = (reason) =>
		frappe
			.xcall("kim_app.green_paper.steps.take_step", { recommendation: frm.doc.name, action, reason })
			.then(() => frm.reload_doc());
	if (needs_reason) {
		const field = { fieldname: "reason", fieldtype: "Small Text", label: __("Reason"), reqd: 1 };
		return frappe.prompt(field, ({ reason }) => take(reason), __(action), __(action));
	}
	if (frm.is_dirty()) return frm.save().then(() => take());
	take();
}

function endorse(frm) {
	frappe.prompt(
		{
			fieldname: "remark",
			fieldtype: "Small Text",
			label: __("Remark"),
			description: __("Your name and organisation are shown with it."),
		},
		({ remark }) =>
			frappe
				.xcall("kim_app.green_paper.steps.endorse", { recommendation: frm.doc.name, remark })
				.then(() => frm.reload_doc()),
		__("Endorse"),
		__("Endorse")
	);
}

function show_endorsements(frm, endorsed_by) {
	const $list = $('<ul class="list-unstyled"></ul>');
	for (const { user_name, organisation, remark } of endorsed_by) {
		$("<li class=mb-1 dir=auto></li>")
			.append($("<strong></strong>").text(user_name), " ", $('<span class="text-muted"></span>').text(organisation || ""))
			.append(remark ? $("<div></div>").text(remark) : "")
			.appendTo($list);
	}
	if (!endorsed_by.length) $list.append($('<li class="text-muted"></li>').text(__("Nobody yet.")));
	frm.get_field("endorsed_by").$wrapper.empty().append($list);
}
