"""The participant's own plan: to read, to agree to, to comment on. Reached as /kim/plan."""

import frappe
from frappe import _

from kim_app.inclusion import agreement, languages, plan, reading, workflow
from kim_app.participant_page import page
from kim_app.transfer import handover

no_cache = 1

# What the page says of each state, and the class that colours it.
SAYS = {
	workflow.DRAFT: "",
	workflow.PROPOSED: "attention",
	workflow.AGREED: "waiting",
	workflow.ACTIVE: "good",
	workflow.UNDER_REVIEW: "waiting",
	workflow.COMPLETED: "good",
	workflow.DISCONTINUED: "",
}


def get_context(context):
	participant = page.begin(context, "/kim/plan", "My plan")
	if participant:
		document = own_plan(participant)
		context.transfer = open_transfer(participant)
		context.plan = told(document, context) if document else None
	return context


def own_plan(participant):
	"""The participant's open plan, else the last one; None without any. Read with the user's own rights."""
	names = frappe.get_list(
		plan.DOCTYPE,
		filters={"participant": participant.name},
		fields=["name", "workflow_state"],
		order_by="creation desc",
	)
	still_open = [row for row in names if row.workflow_state in workflow.OPEN_STATES]
	found = next(iter(still_open or names), None)
	return frappe.get_doc(plan.DOCTYPE, found.name) if found else None


def open_transfer(participant):
	"""The transfer that waits for the participant's consent, or that they consented to."""
	found = frappe.get_list(
		handover.DOCTYPE,
		filters={"participant": participant.name, "status": ["in", ["Requested", "Consented"]]},
		fields=["name", "status", "from_centre", "to_centre", "reason", "consent_on"],
		limit=1,
	)
	return found[0] if found else None


def told(document, context) -> dict:
	"""What the page shows of the plan, in the language of the page first."""
	swapped = context.language == languages.second(document)
	other = languages.first(document) if swapped else languages.second(document) or languages.first(document)
	reader = reading.Reader(context.language, other if other != context.language else None, swapped)
	content = reading.shown(document)
	changed = reading.changes(document) if document.workflow_state == workflow.PROPOSED else {}
	state = document.workflow_state
	return {
		"name": document.name,
		"state": state,
		"class": SAYS[state],
		"says": says(document),
		"in_force": bool(document.version),
		"seen": agreement.digest(document.as_dict()),
		"goals": reading.goals(content, reader, context.participant.full_name),
		"changed": changed,
		"removed": [
			reading.title(row, reader)
			for row in (reading.versions.in_force(document) or {}).get("goals", ())
			if changed.get(row["goal_key"]) == agreement.REMOVED
		],
		"wishes": content.get("wishes"),
		"from": reading.day(content.get("from_date"), reader)["first"],
		"to": reading.day(content.get("to_date"), reader)["first"],
		"next_review": reading.day(document.next_review, reader)["first"],
		"case_worker": plan.full_name(document.case_worker),
		"signed_on": reading.day(document.signed_on, reader)["first"],
		"review_asked_on": reading.day(document.review_asked_on, reader)["first"],
		"other": {"language": reader.second, "direction": languages.direction(reader.second)},
		"comments": comments(document),
	}


def says(document) -> str:
	"""One sentence on where the plan stands and what it waits for."""
	return {
		workflow.DRAFT: _("Your case worker is preparing your plan together with you."),
		workflow.PROPOSED: (
			_(
				"Your plan is to be changed. Read it, ask what you want to ask, and agree if it is right for you."
			)
			if document.version
			else _("Your plan is ready. Read it, ask what you want to ask, and agree if it is right for you.")
		),
		workflow.AGREED: _("You have agreed. Now somebody else at your centre looks at the plan."),
		workflow.ACTIVE: _("Your plan is active. This is what was agreed."),
		workflow.UNDER_REVIEW: _(
			"You and your centre are looking at your plan again. Until then, this holds."
		),
		workflow.COMPLETED: _("Your plan is completed."),
		workflow.DISCONTINUED: _("This plan was ended."),
	}[document.workflow_state]


def comments(document) -> list[dict]:
	"""What the participant wrote to the case worker, the latest first."""
	return [
		{"text": step.reason, "on": step.taken_on}
		for step in reversed(document.steps)
		if step.action in (workflow.COMMENTED, workflow.REVIEW_ASKED) and step.reason
	][:10]
