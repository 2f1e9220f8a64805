"""The sentence a person reads when a rule of inclusion plans is broken. May import frappe and the rules' kinds."""

from __future__ import annotations

from collections.abc import Callable

from frappe import _

from kim_app import messages
from kim_app.breach import Breach

# What stands in no field: what the goals and actions agree on, and how they are carried out.
LABELS = {"agreement": "Goals and actions", "progress": "Progress"}


def text(breach: Breach, label_of: Callable[[str], str] = lambda field: field) -> str:
	"""The message of `breach` in the user's language; `label_of` turns a field's name into its label."""
	return messages.text(breach, _templates(), lambda field: LABELS.get(field) or label_of(field))


def _templates() -> dict[str, str]:
	return {**_of_steps(), **_of_goals(), **_of_actions(), **_of_reviews()}


def _of_steps() -> dict[str, str]:
	return {
		"opens-elsewhere": _(
			"A new plan starts in the state {first}, not in {state}. Leave the state empty."
		),
		"no-such-step": _("A plan cannot go from {source} to {target}. From {source} it can take: {ways}."),
		"own-plan": _(
			"{user} drafted this plan or wrote in it and so cannot take the step {action}. Ask another supervisor."
		),
		"plan-closed": _("This plan is in the state {state} and is kept as it is. Make a new plan instead."),
		"active-changes-in-review": _(
			"{field} of an active plan is changed only in a review. Take the step Start Review first."
		),
		"open-plan-exists": _("Plan {other} of {participant} is still open. Go on with that one."),
		"case-worker-elsewhere": _(
			"{person} is not a case worker of {centre}. Choose somebody who works there."
		),
		"nothing-changed": _(
			"Nothing was changed in this review. Take the step Continue, and the plan goes on as it is."
		),
		"changed-in-review": _(
			"The plan was changed in this review. Take the step Propose, so that the participant agrees to what is new."
		),
		"review-missing": _("Record this review first: when it was held, who took part and what came out."),
		"goals-open": _(
			"These goals are neither achieved nor dropped: {goals}. Drop them, or discontinue the plan with a reason."
		),
		"agrees-for-another": _(
			"Only the participant can agree to their own plan, on their own page. Record a signed scan instead."
		),
		"name-missing": _("Type your name to sign."),
		"signed-on-missing": _("Fill in when the participant signed."),
		"scan-missing": _("Attach the scan of the plan that the participant signed."),
		"signed-in-future": _("Signed on {date} lies in the future. Correct the date."),
		"signed-before": _(
			"Signed on {date} lies before {opened}, when the plan was proposed. Correct the date, or have it signed again."
		),
	}


def _of_goals() -> dict[str, str]:
	return {
		"dates-missing": _("Fill in from when until when the plan runs."),
		"ends-before-it-begins": _(
			"The plan ends on {ends}, before it begins on {begins}. Correct one of the two dates."
		),
		"goals-missing": _("Add at least one goal before the plan is proposed."),
		"goal-without-target": _(
			"Goal {goal} has no target. Write by what it is seen that the goal is reached, or choose a competence and a level."
		),
		"goal-without-level": _("Goal {goal} has no target level. Choose the level to be reached."),
		"aim-not-above": _(
			"Goal {goal}: the target level is not above the starting level. Choose a higher one."
		),
		"reached-already": _("Goal {goal}: level {level} is validated already. Choose a higher one."),
		"level-off-scale": _("Goal {goal}: {level} is not a level of its framework. Choose one of {scale}."),
		"competence-of-other-kind": _(
			"Goal {goal}: {competence} is an area or an indicator. Choose the competence it belongs with."
		),
		"competence-of-staff": _(
			"Goal {goal}: {competence} is a competence of staff. Choose a competence of a framework for participants."
		),
		"competence-twice": _("Two goals aim at {competence}. Keep one of them."),
		"goal-outside": _(
			"Goal {goal} is due on {date}, outside the plan from {begins} to {ends}. Correct one of the dates."
		),
		"goal-due-missing": _("Goal {goal} has no due date. Fill it in."),
		"goal-without-action": _("Goal {goal} has no action. Add what is done, by whom and until when."),
		"achieved-by-hand": _(
			"Goal {goal} is achieved when level {level} is validated, and not by hand. Open a validation."
		),
	}


def _of_actions() -> dict[str, str]:
	return {
		"action-without-goal": _("Action {what} belongs to no goal of this plan. Choose its goal."),
		"action-outside": _(
			"Action {what}: {date} lies outside the plan from {begins} to {ends}. Correct one of the dates."
		),
		"action-due-before": _(
			"Action {what} is due on {ends}, before it begins on {begins}. Correct one of the two dates."
		),
		"action-by-nobody": _("Action {what}: say who does it."),
		"action-due-missing": _("Action {what} has no due date. Fill it in."),
		"action-by-stranger": _(
			"Action {what}: {person} does not work for {centre}, or no longer does. Choose somebody who does."
		),
		"done-in-future": _("Action {what}: done on {date} lies in the future. Correct the date."),
		"link-of-another": _(
			"Action {what}: {record} does not belong to this participant. Choose another, or leave it empty."
		),
	}


def _of_reviews() -> dict[str, str]:
	return {
		"next-review-missing": _("Fill in when the plan is reviewed next."),
		"next-review-past": _("The next review on {date} lies in the past. Choose a later day."),
		"next-review-outside": _(
			"The next review on {date} lies outside the plan from {begins} to {ends}. Correct one of the dates."
		),
		"next-review-before": _(
			"The next review on {date} does not lie after {opened}, when this one was held. Correct the date."
		),
		"review-incomplete": _("A review needs the day it was held, who took part and what came out."),
		"review-in-future": _("A review held on {date} lies in the future. Correct the date."),
		"review-before-plan": _(
			"A review held on {date} lies before the plan begins on {begins}. Correct the date."
		),
		"reviews-kept": _("Earlier reviews stay as they are. Add a new one instead."),
	}
