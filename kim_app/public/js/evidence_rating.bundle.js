// The four questions that an assessor answers about a piece of evidence: a dialog to answer them, and a line that
// shows the answers.
frappe.provide("kim.evidence");

const ANSWERS = ["Yes", "Partly", "No"];
const COLOURS = { Yes: "green", Partly: "orange", No: "red" };

function questions() {
	return [
		{
			field: "valid",
			title: __("Valid"),
			text: __("It shows the competences it is meant to show."),
			ask: [
				__("Which criteria does it speak to?"),
				__("Would another assessor read the same out of it?"),
			],
		},
		{
			field: "authentic",
			title: __("Authentic"),
			text: __("It is genuine, and it is the participant's own."),
			ask: [
				__("Who made or signed it, and can they be asked?"),
				__("Do names, dates and places agree with what was told?"),
			],
		},
		{
			field: "current",
			title: __("Current"),
			text: __("What it shows still holds today."),
			ask: [
				__("How long ago was it, and was it used since?"),
				__("Have tools, rules or language changed since then?"),
			],
		},
		{
			field: "sufficient",
			title: __("Sufficient"),
			text: __("There is enough of it to decide."),
			ask: [
				__("Does it cover the whole level, or one occasion only?"),
				__("What else would have to be seen?"),
			],
		},
	];
}

/** The answers as pills; empty when the evidence is not rated. */
kim.evidence.pills = function (doc) {
	if (!doc.rated_on) return "";
	const pills = questions().map(
		({ field, title }) =>
			`<span class="indicator ${COLOURS[doc[field]]} bg-white border rounded px-2 py-1 mr-2 mb-1 text-dark">${title}:
				${__(doc[field])}</span>`
	);
	return `<div class="kim-vacs d-flex flex-wrap mb-1">${pills.join("")}</div>`;
};

/** Ask the four questions about the evidence in `frm` and store the answers. */
kim.evidence.rate = function (frm) {
	const { doc } = frm;
	const given = Object.fromEntries(questions().map(({ field }) => [field, doc[field] || null]));
	const dialog = new frappe.ui.Dialog({
		title: __("Rate this evidence"),
		size: "large",
		fields: [
			{ fieldname: "facts", fieldtype: "HTML" },
			{ fieldname: "questions", fieldtype: "HTML" },
			{
				fieldname: "comment",
				fieldtype: "Small Text",
				label: __("Comment"),
				description: __("Needed unless all four answers are Yes: what is missing, and what would help."),
			},
		],
		primary_action_label: __("Save rating"),
		primary_action({ comment }) {
			if (mark_open($questions, given)) return;
			frappe
				.call({
					method: "kim_app.evidence.api.rate",
					args: { evidence: doc.name, ...given, comment, modified: doc.modified },
					btn: dialog.get_primary_btn(),
				})
				.then(({ message }) => {
					dialog.hide();
					frappe.show_alert({
						message:
							message.status === "Verified"
								? __("Verified. From now on this evidence stays as it is.")
								: __("Rated. Whoever recorded it sees what is missing."),
						indicator: message.status === "Verified" ? "green" : "orange",
					});
					frm.reload_doc();
				});
		},
	});
	dialog.fields_dict.facts.$wrapper.html(facts(doc));
	const $questions = dialog.fields_dict.questions.$wrapper.empty();
	for (const question of questions()) $questions.append(fieldset(question, given));
	dialog.fields_dict.comment.$input.attr({ dir: "auto", "aria-label": __("Comment") }).css("height", "80px");
	dialog.show();
};

// What the assessor has to look at, so that nobody needs to leave the dialog.
function facts(doc) {
	const escape = frappe.utils.escape_html;
	const day = (value) => frappe.datetime.str_to_user(value);
	const line = [
		__(doc.kind),
		doc.learning_context && __(doc.learning_context),
		doc.learned_in && __(doc.learned_in),
		[doc.from_date, doc.to_date].filter(Boolean).map(day).join(" - "),
		doc.hours && __("{0} hours", [doc.hours]),
	].filter(Boolean);
	const competences = (doc.competences || []).map(
		({ competence }) => frappe.utils.get_link_title("KIM Competence", competence) || competence
	);
	const files = (doc.files || [])
		.filter((row) => row.file)
		.map(
			(row) =>
				`<a class="mr-3" style="text-decoration: underline" target="_blank" rel="noopener" href="${encodeURI(row.file)}" dir="auto">${escape(
					row.about || row.file.split("/").at(-1)
				)}</a>`
		);
	return `<div class="border rounded p-3 mb-3">
		<div class="font-weight-bold" style="text-align: start" dir="auto">${escape(doc.title)}</div>
		<div class="text-muted">${line.map(escape).join(" · ")}</div>
		<div>${__("Bears on: {0}", [competences.map(escape).join(", ")])}</div>
		${own_words(doc.description, doc.description_language)}
		<div class="mt-2">${files.join("") || `<span class="text-muted">${__("No file is attached.")}</span>`}</div>
		${doc.rating_comment ? `<div class="mt-2">${__("Said at the last rating:")}</div>${own_words(doc.rating_comment)}` : ""}
	</div>`;
}

// Somebody's words, from the side on which their script begins.
function own_words(text, language) {
	if (!text) return "";
	const escape = frappe.utils.escape_html;
	return `<div class="mt-2" dir="auto" lang="${escape(language || "")}"
		style="text-align: start; white-space: pre-line">${escape(text)}</div>`;
}

// Whether a question is open; each that is says so, and the first takes the focus.
function mark_open($questions, given) {
	$questions.find(".kim-open").remove();
	const open = questions().filter(({ field }) => !given[field]);
	for (const { field } of open) {
		$questions
			.find(`[data-question=${field}] legend`)
			.append(`<span class="kim-open text-danger ml-2" role="alert">${__("Not answered yet")}</span>`);
	}
	if (open.length) $questions.find(`[data-question=${open[0].field}] input`).first().trigger("focus");
	return open.length > 0;
}

function fieldset({ field, title, text, ask }, given) {
	const $set = $(`<fieldset class="mb-4" data-question="${field}">
		<legend class="h6 mb-1">${title} <span class="font-weight-normal">${text}</span></legend>
		<div class="text-muted small mb-2">${ask.join(" ")}</div>
		<div class="d-flex flex-wrap" style="gap: 0.5rem"></div></fieldset>`);
	for (const answer of ANSWERS) {
		const $radio = $(`<input type="radio" name="kim-${field}" value="${answer}">`)
			.prop("checked", given[field] === answer)
			.on("change", () => {
				given[field] = answer;
				$set.find(".kim-open").remove();
			});
		$set.find("div:last").append(
			$(
				'<label class="btn btn-default d-inline-flex align-items-center mb-0" style="gap: 0.4rem; min-width: 6rem"></label>'
			).append($radio, document.createTextNode(__(answer)))
		);
	}
	return $set;
}
