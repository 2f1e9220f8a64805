// The form of a plan: where it stands, its goals, reviews, time line and history.
import { build } from "./build.js";
import { compare } from "./compare.js";
import { show_goals } from "./goals.js";
import { record_review, show_reviews } from "./reviews.js";
import { time_line } from "./time_line.js";
import { day, name_of } from "./words.js";

const WITH_REASON = ["Return for Changes", "Discontinue"];
const AFTER_REVIEW = ["Continue", "Propose", "Complete"];
const COLOURS = { Approve: "green", Complete: "green", Discontinue: "red", "Goal Achieved": "green" };

export function show(frm) {
	const context = frm.doc.__onload?.kim || {};
	frm.kim = {
		...context,
		planning: frm.is_new() ? true : context.planning,
		carrying_out: frm.is_new() ? true : context.carrying_out,
		competences: { ...(frm.kim?.competences || {}), ...(context.competences || {}) },
	};
	open_the_phase(frm);
	show_where_it_stands(frm);
	add_buttons(frm);
	show_goals(frm);
	show_reviews(frm);
	show_history(frm);
	show_time_line(frm);
}

// What a state does not let anybody write is shown as read-only; the server refuses it in any case.
function open_the_phase(frm) {
	const state = frm.doc.workflow_state || "Draft";
	const { planning, carrying_out } = frm.kim;
	frm.set_df_property("participant", "read_only", !(frm.is_new() || (planning && state === "Draft")));
	for (const field of ["from_date", "to_date", "wishes", "second_language", "next_review"]) {
		frm.set_df_property(field, "read_only", !planning);
	}
	for (const field of ["signed_on", "scan"]) {
		frm.set_df_property(field, "read_only", !(carrying_out && state === "Proposed"));
	}
	frm.set_df_property("case_worker", "read_only", !carrying_out);
}

function where_it_stands(frm) {
	const { doc } = frm;
	const last = (doc.steps || []).filter(({ from_state, to_state }) => from_state !== to_state).at(-1);
	const returned = last?.action === "Return for Changes";
	switch (doc.workflow_state) {
		case "Draft":
			return returned
				? [__("Returned by {0}: {1}", [name_of(frm, last.user), last.reason]), "orange"]
				: [__("Next: add goals and actions, then propose the plan to the participant."), "blue"];
		case "Proposed":
			return [
				frm.kim.participant_has_login
					? __("The participant reads and signs the plan on their own page, or signs it on paper: then attach the scan.")
					: __("Next: print the plan, have it signed, attach the scan and record the consent."),
				"blue",
			];
		case "Agreed":
			return [__("Signed on {0}. Next: a supervisor who did not draft it.", [day(doc.signed_on)]), "blue"];
		case "Active":
			return doc.review_asked_on
				? [__("The participant asked for a review on {0}.", [day(doc.review_asked_on)]), "orange"]
				: approved(frm);
		case "Under Review":
			return returned
				? [__("Returned by {0}: {1}", [name_of(frm, last.user), last.reason]), "orange"]
				: [
						__("Change what has to be changed. Without changes the plan continues; with changes it is proposed, agreed to and approved anew."),
						"blue",
				  ];
		case "Completed":
			return [__("Completed on {0}.", [day(last?.taken_on)]), "green"];
		default:
			return [__("Discontinued on {0}: {1}", [day(last?.taken_on), last?.reason || ""]), "red"];
	}
}

function approved(frm) {
	const { approver, next_review } = frm.doc;
	const told = [name_of(frm, approver), day(next_review)];
	return next_review < frappe.datetime.get_today()
		? [__("Approved by {0}. Its review was due on {1}.", told), "orange"]
		: [__("Approved by {0}. It is reviewed next on {1}.", told), "green"];
}

function show_where_it_stands(frm) {
	frm.set_intro("");
	if (frm.is_new()) return null;
	const [text, colour] = where_it_stands(frm);
	return frm.set_intro(frappe.utils.escape_html(text), colour);
}

function add_buttons(frm) {
	if (frm.kim.planning && frm.doc.participant) {
		frm.add_custom_button(__("Build from profile"), () => build(frm));
	}
	if (!frm.is_new() && frm.doc.version) {
		frm.add_custom_button(__("Compare versions"), () => compare(frm));
	}
}

function show_history(frm) {
	const entries = (frm.doc.steps || []).map((step) => ({
		title: __(step.action),
		who: name_of(frm, step.user),
		when: step.taken_on,
		from: __(step.from_state),
		to: step.from_state === step.to_state ? "" : __(step.to_state),
		reason: step.reason,
		colour: COLOURS[step.action],
	}));
	const opened = { title: __("Drafted"), who: name_of(frm, frm.doc.owner), when: frm.doc.creation, colour: "gray" };
	const element = frm.get_field("timeline").$wrapper.get(0);
	if (frm.is_new()) element.replaceChildren();
	else kim.steps.timeline(element, [opened, ...entries]);
}

function show_time_line(frm) {
	const element = frm.get_field("gantt_html").$wrapper.get(0);
	element.replaceChildren();
	if (frm.is_new()) return;
	frappe
		.call({ method: "kim_app.inclusion.calendar.lines", args: { name: frm.doc.name }, type: "GET" })
		.then(({ message }) => time_line(element, message, { one: true }));
}

/** What has to be asked before a step of the workflow is taken; rejects when the user thinks better of it. */
export function before_step(frm) {
	const action = frm.selected_workflow_action;
	if (WITH_REASON.includes(action)) {
		return kim.steps.keep_reason(frm, action, __("Whoever goes on with this plan reads it."));
	}
	if (action === "Record Consent" && !frm.doc.scan) {
		frappe.dom.unfreeze();
		if (!frm.doc.signed_on) frm.set_value("signed_on", frappe.datetime.get_today());
		frm.scroll_to_field("scan");
		frappe.show_alert({
			message: __("Attach the scan of the signed plan, then record the consent."),
			indicator: "orange",
		});
		return Promise.reject();
	}
	const reviewed = (frm.doc.reviews || []).length > (frm.doc.reviews_before || 0);
	if (frm.doc.workflow_state === "Under Review" && AFTER_REVIEW.includes(action) && !reviewed) {
		frappe.dom.unfreeze();
		return record_review(frm).then(() => frm.save());
	}
	return frm.is_dirty() ? frm.save() : Promise.resolve();
}
