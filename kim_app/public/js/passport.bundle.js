// Asks in which two languages a competence passport is printed, issues it and opens it.
frappe.provide("kim");

kim.print_passport = async (participant) => {
	const { offered, first, second } = await frappe.xcall("kim_app.printing.api.languages_for", { participant });
	const named = offered.map(({ code, name }) => ({ value: code, label: frappe.utils.escape_html(name) }));
	const dialog = new frappe.ui.Dialog({
		title: __("Competence passport"),
		fields: [
			{ fieldname: "first", fieldtype: "Select", label: __("First language"), options: named, default: first, reqd: 1 },
			{
				fieldname: "second",
				fieldtype: "Select",
				label: __("Second language"),
				options: [{ value: "none", label: __("None") }, ...named],
				default: second || "none",
				description: __("It stands beside the first. A text that is not translated stands in the language it was written in."),
			},
			{
				fieldname: "about",
				fieldtype: "HTML",
				options: `<p class="text-muted">${__(
					"It lists what is validated and valid today, and is kept on record. It takes the place of earlier passports of this person."
				)}</p>`,
			},
		],
		primary_action_label: __("Print"),
		primary_action: ({ first, second }) =>
			frappe
				.xcall("kim_app.printing.api.issue_passport", { participant, first, second })
				.then((issued) => show_issued(dialog, issued)),
	});
	dialog.show();
};

// A window that a script opens after waiting is blocked by browsers, so the ways to the passport are offered as links.
function show_issued(dialog, issued) {
	const ways = [
		[issued.pdf, __("Open PDF")],
		[issued.html, __("Open as a page")],
		[issued.json, __("Save as {0}", ["JSON"])],
		[issued.europass, __("Save as {0}", ["Europass"])],
		[issued.confirmation, __("Confirmation Page")],
	];
	dialog.$body.html(
		`<p>${__("Passport {0} is issued.", [`<b>${frappe.utils.escape_html(issued.number)}</b>`])}</p>` +
			`<p class="kim-ways">${ways
				.map(
					([address, label], place) =>
						`<a class="btn btn-sm ${place ? "btn-default" : "btn-primary"}" target="_blank" rel="noopener" href="${frappe.utils.escape_html(address)}" style="margin: 0 6px 6px 0">${label}</a>`
				)
				.join("")}</p>`
	);
	dialog.get_primary_btn().addClass("hide");
}
