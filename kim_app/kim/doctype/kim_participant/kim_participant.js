// The form of a participant: the centre that goes without saying, what can be begun for the person, and
// the picture of their competences.
const CREATED_HERE = {
	"KIM Evidence": __("Evidence"),
	"KIM Validation": __("Single validation"),
	"KIM Self Assessment": __("Self assessment"),
	"KIM Transfer": __("Transfer to another centre"),
};

frappe.ui.form.on("KIM Participant", {
	setup(frm) {
		name_users(frm);
		frm.set_query("centre", () => ({ filters: { disabled: 0 } }));
		frm.set_query("case_doctype", () => ({ filters: { istable: 0, issingle: 0 } }));
	},

	onload(frm) {
		// Whoever works for one centre only need not choose it.
		if (!frm.is_new() || frm.doc.centre) return;
		frappe.db.get_list("KIM Centre", { filters: { disabled: 0 }, limit: 2 }).then((centres) => {
			if (centres.length === 1) frm.set_value("centre", centres[0].name);
		});
	},

	refresh(frm) {
		show_how_dates_are_written(frm);
		if (frm.is_new()) return;
		const warning = frm.doc.__onload?.consent_warning;
		frm.set_intro("");
		if (warning) frm.set_intro(frappe.utils.escape_html(warning), "orange");
		add_buttons(frm);
		show_profile(frm);
	},
});

// Frappe names every user on a form by the form's own `full_name`, which here is the participant's.
function name_users(frm) {
	const named = (user) =>
		user ? frappe.utils.escape_html(frappe.utils.get_link_title("User", user) || frappe.user_info(user).fullname) : "";
	for (const field of ["case_worker", "user"]) {
		// Every document has its own copy of a field, made from the form's when it is first shown.
		frappe.meta.docfield_map[frm.doctype][field].formatter = named;
		frm.get_docfield(field).formatter = named;
	}
}

function show_how_dates_are_written(frm) {
	const format = frappe.datetime.get_user_date_fmt();
	for (const { df, $input } of Object.values(frm.fields_dict)) {
		if (df.fieldtype === "Date" && $input) $input.attr("placeholder", format);
	}
}

function add_buttons(frm) {
	if (frappe.model.can_create("KIM Validation")) {
		frm.add_custom_button(__("Start validations"), () => start_validations(frm));
	}
	if (frappe.model.can_read("KIM Inclusion Plan")) {
		frm.add_custom_button(__("Inclusion plan"), () => open_plan(frm));
	}
	if (frappe.model.can_print("KIM Participant", frm)) {
		frm.add_custom_button(__("Competence passport"), () =>
			frappe.require("passport.bundle.js").then(() => kim.print_passport(frm.doc.name))
		);
	}
	for (const [doctype, label] of Object.entries(CREATED_HERE)) {
		if (!frappe.model.can_create(doctype)) continue;
		frm.add_custom_button(label, () => frappe.new_doc(doctype, { participant: frm.doc.name }), __("Create"));
	}
}

// A participant has one open plan: it is opened, or begun.
function open_plan(frm) {
	const filters = { participant: frm.doc.name, workflow_state: ["not in", ["Completed", "Discontinued"]] };
	return frappe.db.get_list("KIM Inclusion Plan", { filters, limit: 1 }).then(([plan]) => {
		if (plan) return frappe.set_route("Form", "KIM Inclusion Plan", plan.name);
		if (frappe.model.can_create("KIM Inclusion Plan")) {
			return frappe.new_doc("KIM Inclusion Plan", { participant: frm.doc.name });
		}
		return frappe.show_alert({ message: __("This participant has no open plan."), indicator: "orange" });
	});
}

function start_validations(frm) {
	frappe.require(["start_validations.bundle.js", "start_validations.bundle.css"]).then(() =>
		kim.start_validations({
			participant: frm.doc.name,
			name: frm.doc.full_name,
			on_close: (started) => started && frm.reload_doc(),
		})
	);
}

// The picture is asked for when somebody looks at it, and anew whenever the form is shown again.
function show_profile(frm) {
	const element = frm.get_field("competence_profile").$wrapper.get(0);
	if (frm.profile_watch) frm.profile_watch.disconnect();
	if (frm.profile_of !== frm.doc.name) {
		element.replaceChildren();
		frm.profile = null;
		frm.profile_of = frm.doc.name;
	}
	frm.profile_watch = new IntersectionObserver((seen) => {
		if (!seen.some(({ isIntersecting }) => isIntersecting)) return;
		frm.profile_watch.disconnect();
		draw_profile(frm, element);
	});
	if (!element.hasChildNodes()) element.append(__("Reading the competence profile"));
	frm.profile_watch.observe(element);
}

function draw_profile(frm, element) {
	frappe.require(["competence_profile.bundle.js", "competence_profile.bundle.css"]).then(() => {
		frm.profile =
			frm.profile ||
			new kim.CompetenceProfile(element, {
				participant: frm.doc.name,
				link: (doctype, name) => frappe.utils.get_form_link(doctype, name),
			});
		frm.profile.load();
	});
}
