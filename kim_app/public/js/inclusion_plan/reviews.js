// The reviews of a plan: read one below the other, recorded in a dialog.
import { h } from "../competence_profile/dom.js";
import { day, name_of } from "./words.js";

export function show_reviews(frm) {
	const reviews = [...(frm.doc.reviews || [])].reverse();
	const may_record = frm.kim.carrying_out && frm.doc.workflow_state === "Under Review";
	const before = frm.doc.reviews_before || 0;
	frm.get_field("reviews_html")
		.$wrapper.get(0)
		.replaceChildren(
			h(
				"div",
				{ class: "kim-reviews" },
				may_record
					? h(
							"button",
							{ type: "button", class: "btn btn-default btn-sm mb-3", onclick: () => record_review(frm).catch(() => {}) },
							__("Record this review")
					  )
					: null,
				reviews.length
					? h("ul", { class: "list-unstyled" }, reviews.map((review) => line(frm, review, may_record && review.idx > before)))
					: h("p", { class: "text-muted" }, __("No review has been held yet."))
			)
		);
}

function line(frm, review, open) {
	return h(
		"li",
		{ class: "mb-3" },
		h("strong", {}, day(review.held_on)),
		" ",
		h("span", { class: "text-muted", dir: "auto" }, review.took_part || ""),
		h("p", { class: "mb-0", dir: "auto" }, review.outcome || ""),
		h(
			"small",
			{ class: "text-muted" },
			[
				review.next_review ? __("Next review on {0}.", [day(review.next_review)]) : "",
				review.recorded_by ? __("Recorded by {0}.", [name_of(frm, review.recorded_by)]) : "",
			].join(" ")
		),
		open
			? h("button", { type: "button", class: "btn btn-link btn-xs", onclick: () => record_review(frm, review).catch(() => {}) }, __("Edit"))
			: null
	);
}

/** Resolves when the review (a row, or a new one) was written into the form; rejects when nothing was. */
export function record_review(frm, review) {
	return new Promise((resolve, reject) => {
		let answered = false;
		const today = frappe.datetime.get_today();
		const next = frappe.datetime.add_days(today, frm.kim.review_days || 90);
		const dialog = new frappe.ui.Dialog({
			title: __("Review"),
			fields: [
				{ fieldname: "held_on", fieldtype: "Date", label: __("Held on"), reqd: 1, default: today },
				{
					fieldname: "took_part",
					fieldtype: "Small Text",
					label: __("Who took part"),
					reqd: 1,
					default: [frm.doc.participant_name, name_of(frm, frappe.session.user)].join(", "),
				},
				{ fieldname: "outcome", fieldtype: "Small Text", label: __("Outcome"), reqd: 1 },
				{
					fieldname: "next_review",
					fieldtype: "Date",
					label: __("Next review"),
					default: next > frm.doc.to_date ? "" : next,
				},
			],
			primary_action_label: __("Record"),
			primary_action(values) {
				answered = true;
				dialog.hide();
				Object.assign(review || frm.add_child("reviews"), { next_review: "" }, values);
				if (values.next_review) frm.set_value("next_review", values.next_review);
				frm.dirty();
				show_reviews(frm);
				resolve();
			},
			on_hide() {
				if (!answered) reject();
			},
		});
		if (review) dialog.set_values(review);
		dialog.show();
	});
}
