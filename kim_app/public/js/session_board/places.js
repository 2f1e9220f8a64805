// Giving and freeing places in a session: for oneself, for colleagues, for a participant.

export function enrol_me(board) {
	board.call("enrolment.enrol_me", { session: board.frm.doc.name }).then(({ status }) => tell(status));
}

export function withdraw(board, row) {
	const question = row.own ? __("Give your place back?") : __("Withdraw {0} from this session?", [row.attendee_name]);
	frappe.confirm(frappe.utils.escape_html(question), () =>
		board.call("enrolment.withdraw", { attendee: row.name }).then(({ moved_up }) => {
			if (moved_up.length && board.kim.may.run) {
				frappe.show_alert({ message: frappe.utils.escape_html(__("Moved up: {0}", [moved_up.join(", ")])), indicator: "green" });
			}
		})
	);
}

export function enrol_staff(board) {
	frappe.xcall("kim_app.training.board.staff_to_enrol", { session: board.frm.doc.name }).then((people) => {
		if (!people.length) return frappe.msgprint(__("Everybody whom you could enrol has a place."));
		const dialog = new frappe.ui.Dialog({
			title: __("Enrol Staff"),
			fields: [
				{
					fieldname: "people",
					fieldtype: "MultiCheck",
					label: __("Staff of the organisation"),
					options: people.map(({ value, label, description }) => ({
						value,
						label: frappe.utils.escape_html(`${label}, ${description}`),
					})),
					columns: 1,
				},
			],
			primary_action_label: __("Enrol"),
			primary_action: ({ people: chosen }) => {
				dialog.hide();
				enrol_all(board, "KIM Staff Member", chosen || []);
			},
		});
		dialog.show();
	});
}

// One after the other, so that places go in the order in which they were chosen.
async function enrol_all(board, attendee_type, people) {
	let last;
	for (const attendee of people) {
		last = await frappe
			.xcall("kim_app.training.enrolment.enrol", { session: board.frm.doc.name, attendee_type, attendee })
			.catch(() => null);
	}
	await board.reload();
	if (last) tell(last.status);
}

export function enrol_participant(board) {
	frappe.prompt(
		{
			fieldname: "participant",
			fieldtype: "Link",
			options: "KIM Participant",
			label: __("Participant"),
			reqd: 1,
			description: __("The trainer sees the name, and nothing else of the record."),
		},
		({ participant }) => enrol_all(board, "KIM Participant", [participant]),
		__("Enrol a Participant"),
		__("Enrol")
	);
}

function tell(status) {
	const said =
		status === "Waiting"
			? { message: __("The session is full: placed on the waiting list."), indicator: "orange" }
			: { message: __("Enrolled."), indicator: "green" };
	frappe.show_alert(said);
}
