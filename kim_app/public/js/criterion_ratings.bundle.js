// The criteria of a validation, each in full with its levels side by side to choose from. The rows of the
// table `ratings` hold what is chosen; this only shows and sets them.
frappe.provide("kim");

kim.show_criterion_ratings = function (frm, { scale, statements }) {
	const open = frm.doc.workflow_state === "Assessment" && !frm.is_new();
	const $list = $('<div class="kim-criteria"></div>');
	for (const row of frm.doc.ratings || []) $list.append(criterion(row, scale, statements, open));
	frm.get_field("ratings_html").$wrapper.empty().append($list);
};

function criterion(row, scale, statements, open) {
	const escape = frappe.utils.escape_html;
	const statement = (statements && statements[row.criterion]) || row.statement || "";
	const chosen = scale.find((level) => level.code === row.level);
	const $criterion = $(`<div class="border-bottom py-3" data-criterion="${escape(row.criterion)}">
		<div class="mb-2" id="kim-${escape(row.name)}"><span class="text-muted">${escape(row.criterion)}</span>
			<span dir="auto">${escape(statement)}</span></div></div>`);
	if (!open) {
		const level = chosen ? `${chosen.code} ${chosen.title}` : row.level || __("Not rated yet");
		$criterion.append(
			$('<span class="indicator-pill no-indicator-dot"></span>')
				.addClass(chosen ? "blue" : "gray")
				.text(level)
		);
		if (row.comment) $criterion.append($('<div class="text-muted mt-2" dir="auto"></div>').text(row.comment));
		return $criterion;
	}
	const set = (field, value) => frappe.model.set_value(row.doctype, row.name, field, value);
	const $levels = $('<div class="d-flex flex-wrap" role="radiogroup" style="gap: 0.5rem"></div>').attr(
		"aria-labelledby",
		`kim-${row.name}`
	);
	for (const level of scale) {
		const $radio = $('<input type="radio">').attr({ name: `kim-${row.name}`, value: level.code });
		$radio.prop("checked", level.code === row.level).on("change", () => set("level", level.code));
		$levels.append(
			$('<label class="btn btn-default btn-sm d-inline-flex align-items-center mb-0" style="gap: 0.4rem"></label>')
				.attr("title", level.description)
				.append($radio, document.createTextNode(`${level.code} ${level.title}`))
		);
	}
	const $comment = $('<input type="text" class="form-control input-sm mt-2" dir="auto">')
		.attr({ placeholder: __("What was seen or said"), "aria-label": __("Comment") })
		.val(row.comment || "")
		.on("change", (event) => set("comment", event.target.value));
	return $criterion.append($levels, $comment);
}
