// The form of a course: its steps, an own version of it, and a way to plan a session.
frappe.ui.form.on("KIM Training Course", {
	setup(frm) {
		frm.set_query("competence", "competences", () => ({ query: "kim_app.frameworks.choosing.competences" }));
	},

	refresh(frm) {
		frm.set_intro("");
		frm.toggle_display("in_your_language", false);
		if (frm.is_new()) return;
		const kim = frm.doc.__onload?.kim || {};
		// Frappe asks for the right to write in general; here it depends on who owns the course.
		if (!kim.may_write || frm.doc.status === "Retired") frm.disable_form();
		for (const action of kim.steps || []) {
			frm.add_custom_button(__(action), () => take_step(frm, action)).addClass(
				action === "Publish" ? "btn-primary" : ""
			);
		}
		if (kim.may_copy) frm.add_custom_button(__("New Version"), () => new_version(frm));
		if (frm.doc.status === "Published" && frappe.model.can_create("KIM Training Session")) {
			frm.add_custom_button(__("Plan a Session"), () =>
				frappe.new_doc("KIM Training Session", { course: frm.doc.name })
			);
		}
		say_where_it_stands(frm, kim);
		show_in_your_language(frm, kim.in_your_language);
	},
});

// What the course teaches, as the user's language has it; the form below holds what it was written in.
function show_in_your_language(frm, course) {
	frm.toggle_display("in_your_language", Boolean(course));
	if (!course) return;
	const paragraph = (label, text) =>
		text ? $("<p></p>").append($("<strong></strong>").text(`${label}: `), document.createTextNode(text)) : "";
	const $course = $("<div></div>").append(
		$("<h4></h4>").text(course.title),
		$("<p></p>").text(course.objectives),
		$("<p></p>").text(course.description)
	);
	for (const module of course.modules) {
		$course.append(
			$("<h5 class='mt-4'></h5>").text(__("{0}, {1} hours", [module.title, module.hours])),
			paragraph(__("Objectives"), module.objectives),
			paragraph(__("Methods"), module.methods),
			paragraph(__("Materials"), module.materials)
		);
	}
	frm.get_field("in_your_language").$wrapper.empty().append($course);
}

function say_where_it_stands(frm, kim) {
	if (frm.doc.status === "Retired") {
		frm.set_intro(__("Retired: no new sessions are held. Certificates stay valid until their last day."));
	} else if (!frm.doc.organisation) {
		frm.set_intro(__("This course comes with KIM and stays as it is. Make a new version to adapt it."), "blue");
	} else if (kim.in_use) {
		frm.set_intro(
			__("Sessions have been planned, so modules, competences and conditions stay. Make a new version."),
			"blue"
		);
	} else if (frm.doc.status === "Draft") {
		frm.set_intro(__("A draft. A coordinator publishes it; then sessions can be opened."), "orange");
	}
}

function take_step(frm, action) {
	const question =
		action === "Publish"
			? __("Publish the course {0}? Sessions of it can then be opened.", [frm.doc.title])
			: __("Retire the course {0}? No new sessions of it will be held.", [frm.doc.title]);
	frappe.confirm(question, () =>
		frappe
			.xcall("kim_app.training.courses.take_step", { course: frm.doc.name, action })
			.then(() => frm.reload_doc())
	);
}

function new_version(frm) {
	frappe.prompt(
		[
			{
				fieldname: "version",
				fieldtype: "Data",
				label: __("Version"),
				reqd: 1,
				description: __("Such as {0}. It keeps the code, so certificates of either count.", ["2"]),
			},
			{
				fieldname: "organisation",
				fieldtype: "Link",
				options: "KIM Organisation",
				label: __("Owner organisation"),
				description: __("Left empty: your own."),
			},
		],
		(values) =>
			frappe
				.xcall("kim_app.training.courses.new_version", { course: frm.doc.name, ...values })
				.then((name) => frappe.set_route("Form", "KIM Training Course", name)),
		__("New Version"),
		__("Make the Draft")
	);
}
