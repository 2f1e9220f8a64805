// The form of a session: its steps as buttons, its days from the course's modules, and below them the
// attendees as far as the user may know them (public/js/session_board.bundle.js).
frappe.ui.form.on("KIM Training Session", {
	setup(frm) {
		frm.set_query("course", () => ({ filters: { status: ["!=", "Retired"] } }));
		frm.set_query("trainer", () => ({
			query: "kim_app.training.board.trainers",
			filters: { centre: frm.doc.centre || "" },
		}));
	},

	onload(frm) {
		if (frm.is_new() && !frm.doc.trainer && frappe.user.has_role("KIM Trainer")) {
			frm.set_value("trainer", frappe.session.user);
		}
	},

	refresh(frm) {
		const kim = frm.doc.__onload?.kim || {};
		name_modules(frm, kim.modules || []);
		frm.set_intro("");
		open_what_can_be_changed(frm);
		if (can_change_days(frm)) {
			frm.add_custom_button(__("Plan the Days"), () => plan_days(frm));
		}
		frm.toggle_display("board", !frm.is_new());
		if (frm.is_new()) return frm.get_field("board").$wrapper.empty();
		if (!kim.may?.run || ["Closed", "Cancelled"].includes(frm.doc.status)) frm.disable_save();
		else frm.enable_save();
		for (const step of kim.steps || []) add_step(frm, step);
		if ((frm.doc.days || []).length) {
			frm.add_custom_button(__("Calendar File"), () => {
				const query = new URLSearchParams({ session: frm.doc.name });
				window.open(`/api/method/kim_app.training.calendar.download?${query}`);
			});
		}
		say_where_it_stands(frm, kim);
		frappe.require(["session_board.bundle.css", "session_board.bundle.js"], () => kim_board(frm));
	},

	course(frm) {
		if (!frm.doc.course) return;
		frappe.db
			.get_doc("KIM Training Course", frm.doc.course)
			.then(({ modules }) =>
				name_modules(
					frm,
					modules.map((row) => ({ code: row.module_code, title: row.title }))
				)
			);
	},
});

function kim_board(frm) {
	new kim.SessionBoard(frm, frm.get_field("board").$wrapper);
}

const LOCKED = {
	Open: ["course", "centre"],
	Held: ["course", "centre", "trainer", "language", "place", "online_link", "capacity", "days"],
};
const ALL = [...LOCKED.Held, "notes"];

function can_change_days(frm) {
	const { status } = frm.doc;
	return frm.is_new() || (["Planned", "Open"].includes(status) && frm.doc.__onload?.kim?.may?.run);
}

// What a state does not let anybody change is shown as read-only; the server refuses it in any case.
function open_what_can_be_changed(frm) {
	const runs = frm.is_new() || frm.doc.__onload?.kim?.may?.run;
	const locked = !runs || ["Closed", "Cancelled"].includes(frm.doc.status) ? ALL : LOCKED[frm.doc.status] || [];
	for (const field of ALL) frm.set_df_property(field, "read_only", locked.includes(field) ? 1 : 0);
}

function name_modules(frm, modules) {
	const options = [
		{ value: "", label: __("Whole day") },
		...modules.map(({ code, title }) => ({ value: code, label: `${code} ${title}` })),
	];
	frm.fields_dict.days.grid.update_docfield_property("module", "fieldtype", "Select");
	frm.fields_dict.days.grid.update_docfield_property("module", "options", options);
}

function say_where_it_stands(frm, kim) {
	const { doc } = frm;
	const say = (text, color) => frm.set_intro(frappe.utils.escape_html(text), color);
	if (doc.status === "Cancelled") return say(__("Cancelled: {0}", [doc.reason]), "red");
	if (doc.status === "Planned") {
		return kim.may?.run
			? say(__("Planned. Nobody can enrol before you open the enrolment."), "orange")
			: say(__("Planned. The enrolment is not open yet."), "orange");
	}
	if (doc.status === "Held" && kim.may?.run) {
		return say(
			kim.assessed
				? __("Record attendance and results of everybody, then close the session: certificates follow.")
				: __("Record the attendance of everybody, then close the session: certificates follow."),
			"blue"
		);
	}
	if (doc.status === "Closed" && kim.may?.run) {
		const issued = kim.attendees.filter((row) => row.certificate).length;
		return say(
			__("Closed on {0}. Certificates issued: {1}.", [
				frappe.datetime.str_to_user(String(doc.closed_on || "").slice(0, 10)),
				issued,
			]),
			"green"
		);
	}
}

function add_step(frm, { action, needs_reason }) {
	const button = frm.add_custom_button(name_of(action), () => {
		if (frm.is_dirty()) return frm.save().then(() => take_step(frm, action, needs_reason));
		take_step(frm, action, needs_reason);
	});
	if (!needs_reason) button.removeClass("btn-default").addClass("btn-primary");
}

// The steps of training/workflow.py in the user's language.
function name_of(action) {
	return {
		"Open Enrolment": __("Open Enrolment"),
		"Mark as Held": __("Mark as Held"),
		Close: __("Close"),
		"Cancel Session": __("Cancel Session"),
	}[action];
}

function take_step(frm, action, needs_reason) {
	const take = (reason) =>
		frappe
			.xcall("kim_app.training.sessions.take_step", { session: frm.doc.name, action, reason })
			.then(({ certificates }) => {
				frm.reload_doc();
				const message = {
					"Open Enrolment": __("The enrolment is open."),
					"Mark as Held": __("The session has been held."),
					Close: __("Closed. Certificates issued: {0}.", [certificates]),
					"Cancel Session": __("Cancelled. Everybody who had a place is told."),
				}[action];
				frappe.show_alert({ message, indicator: "green" });
			});
	if (needs_reason) {
		return frappe.prompt(
			{
				fieldname: "reason",
				fieldtype: "Small Text",
				label: __("Reason"),
				reqd: 1,
				description: __("Everybody who has a place is told."),
			},
			({ reason }) => take(reason),
			name_of(action),
			name_of(action)
		);
	}
	if (action === "Close") {
		return frappe.confirm(
			__("Close the session? Attendance and results stay as they are from then on, and certificates are issued."),
			() => take()
		);
	}
	take();
}

function plan_days(frm) {
	if (!frm.doc.course) return frappe.msgprint(__("Choose the course first."));
	const fill = ({ first_day, start, hours_a_day, weekends }) =>
		frappe
			.xcall("kim_app.training.plan_days.suggest", {
				course: frm.doc.course,
				first_day,
				start,
				hours_a_day,
				weekends: weekends ? 1 : 0,
			})
			.then((rows) => {
				frm.clear_table("days");
				for (const row of rows) frm.add_child("days", row);
				frm.refresh_field("days");
				frm.dirty();
			});
	frappe.prompt(
		[
			{
				fieldname: "first_day",
				fieldtype: "Date",
				label: __("First day"),
				reqd: 1,
				default: frappe.datetime.add_days(frappe.datetime.get_today(), 14),
			},
			{ fieldname: "start", fieldtype: "Time", label: __("Begins at"), reqd: 1, default: "09:00:00" },
			{
				fieldname: "hours_a_day",
				fieldtype: "Float",
				label: __("Hours of teaching a day"),
				reqd: 1,
				default: 7,
			},
			{ fieldname: "weekends", fieldtype: "Check", label: __("On weekends too") },
		],
		(values) =>
			(frm.doc.days || []).length
				? frappe.confirm(__("Replace the days that are there?"), () => fill(values))
				: fill(values),
		__("Plan the Days"),
		__("Fill in")
	);
}
