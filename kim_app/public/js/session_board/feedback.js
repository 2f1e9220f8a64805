// What attendees think of a session: asked of each, shown to the trainer together and without names.

export function summary(board) {
	const { feedback } = board.kim;
	if (!feedback || !feedback.asked || board.frm.doc.status === "Open") return "";
	const $box = $('<div class="mt-4"></div>').append(
		$("<h5></h5>").text(__("What attendees think ({0} of {1} answered)", [feedback.count, feedback.asked]))
	);
	if (!feedback.scores) {
		return $box.append(
			$('<p class="text-muted"></p>').text(__("Shown from {0} answers on, so that nobody is recognised.", [feedback.least]))
		);
	}
	for (const { label, mean } of feedback.scores) {
		$box.append(
			$(`<div class="kim-score"><span></span><div class="progress" style="height: 8px"><div class="progress-bar" style="width: ${mean * 20}%"></div></div><strong></strong></div>`)
				.find("span").text(label).end()
				.find("strong").text(mean).end()
		);
	}
	for (const { label, texts } of feedback.remarks) {
		const $list = $("<ul></ul>");
		for (const text of texts) $("<li dir=auto></li>").text(text).appendTo($list);
		$box.append($("<p class='mb-1 mt-3'></p>").text(label), $list);
	}
	return $box;
}

export function ask(board) {
	const named = { 5: __("5 fully"), 1: __("1 not at all") };
	const scale = ["", ...["5", "4", "3", "2", "1"].map((value) => ({ value, label: named[value] || value }))];
	const score = (fieldname, label) => ({ fieldname, label, fieldtype: "Select", options: scale, reqd: 1 });
	const dialog = new frappe.ui.Dialog({
		title: __("What do you think of this session?"),
		fields: [
			score("content", __("The content was useful for my work")),
			score("methods", __("The methods helped me learn")),
			score("trainer_score", __("The trainer knew and explained the subject")),
			score("organisation_score", __("Place, time and materials were right")),
			{ fieldname: "helped", fieldtype: "Small Text", label: __("What helped most") },
			{
				fieldname: "change",
				fieldtype: "Small Text",
				label: __("What should change"),
				description: __("The trainer reads all answers together, without names."),
			},
		],
		primary_action_label: __("Send"),
		primary_action: (answers) => {
			dialog.hide();
			board.call("feedback.give", { session: board.frm.doc.name, answers: JSON.stringify(answers) }).then(() =>
				frappe.show_alert({ message: __("Thank you."), indicator: "green" })
			);
		},
	});
	dialog.show();
}
