// The form of a self assessment: the same page as on the website, beside a case worker.
frappe.ui.form.on("KIM Self Assessment", {
	setup(frm) {
		frm.set_query("framework", () => ({ filters: { status: "Published", meant_for: "Participants" } }));
	},

	onload(frm) {
		if (!frm.is_new() || frm.doc.framework) return;
		frappe.xcall("kim_app.self_assessment.api.frameworks").then((frameworks) => {
			const usual = frameworks.find(({ is_default }) => is_default) || frameworks[0];
			if (usual && !frm.doc.framework) frm.set_value("framework", usual.name);
		});
	},

	refresh(frm) {
		// What is being answered needs the room; the rest is told when it is finished.
		const told = ["filled_in", "finished_on", "case_worker", "centre", "organisation"];
		frm.toggle_display(told, frm.doc.status === "Finished");
		frm.toggle_display(["status"], false);
		frm.toggle_display("participant", frm.is_new() || frm.doc.status === "Finished");
		// On the page itself the second language is chosen beside the texts.
		frm.toggle_display("second_language", frm.is_new());
		frm.disable_save();
		if (frm.is_new()) {
			frm.set_intro(__("You answer together on one screen. Each answer is saved at once."), "blue");
			// In the form, not above it: on a phone the buttons above are folded into a menu.
			$(`<button type="button" class="btn btn-primary btn-lg">${__("Begin")}</button>`)
				.appendTo(frm.get_field("sheet_html").$wrapper.empty())
				.on("click", () => begin(frm));
		} else {
			show(frm);
		}
	},
});

// Goes on with the participant's open one when there is one; the framework is that of KIM Settings when none is chosen.
function begin(frm) {
	const { participant, framework, second_language } = frm.doc;
	if (!participant) {
		frappe.msgprint(__("Choose the participant first."));
		return;
	}
	frappe
		.xcall("kim_app.self_assessment.api.open_sheet", { participant, framework, second_language })
		.then((sheet) => {
			frappe.model.clear_doc(frm.doctype, frm.docname);
			frappe.set_route("Form", "KIM Self Assessment", sheet.name);
		});
}

function show(frm) {
	frm.kim_sheet?.stop();
	frm.kim_sheet = null;
	const $wrapper = frm.get_field("sheet_html").$wrapper.empty();
	const element = $("<div></div>").appendTo($wrapper).get(0);
	const name = frm.doc.name;
	frappe.require(["self_assessment.bundle.css", "self_assessment.bundle.js"], () => {
		frappe.xcall("kim_app.self_assessment.api.read_sheet", { sheet: name }).then((sheet) => {
			if (frm.doc.name !== name) return;
			frm.kim_sheet = new kim.SelfAssessment(element, sheet, {
				finished: () => frm.reload_doc(),
				withdrawn() {
					frappe.model.clear_doc(frm.doctype, name);
					frappe.set_route("List", "KIM Self Assessment");
				},
			});
		});
	});
}
