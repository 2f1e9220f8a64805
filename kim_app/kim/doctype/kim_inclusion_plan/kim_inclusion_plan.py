import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import add_days, add_months, getdate, now_datetime, today

from kim_app import permissions, steps
from kim_app.attachments import fields
from kim_app.comparison import comparable
from kim_app.inclusion import (
	agreement,
	contents,
	document,
	form,
	messages,
	notices,
	plan,
	progress,
	rows,
	rules,
	versions,
	workflow,
)
from kim_app.open_case import OneOpen
from kim_app.refusal import refuse

MONTHS = 6
CONSENT = ("signed_on", "scan", "signed_how", "signed_name", "signed_by")


class KIMInclusionPlan(OneOpen, Document):
	"""What a participant wants to reach, agreed on with the centre, carried out and reviewed. This class
	says when; `kim_app.inclusion` says what."""

	def onload(self):
		self.set_onload("kim", form.context(self))

	def before_insert(self):
		self.workflow_state = self.workflow_state or workflow.DRAFT
		for field in (*workflow.CONTROLLED, *CONSENT):
			self.set(field, [] if field == "steps" else None)
		self.version = 0
		self.waiting_since = now_datetime()
		self.case_worker = self.case_worker or frappe.session.user
		self.from_date = self.from_date or today()
		self.to_date = self.to_date or add_months(self.from_date, MONTHS)
		if not self.next_review:
			days = frappe.db.get_single_value("KIM Settings", "review_days") or 90
			self.next_review = min(getdate(add_days(self.from_date, days)), getdate(self.to_date))

	def check_if_latest(self):
		steps.check_if_latest(self, super().check_if_latest)

	def validate(self):
		permissions.take_place_of_participant(self)
		before = self.get_doc_before_save()
		rows.complete(self, before)
		if not self.flags.kim_notes:
			self.enforce(before)
		rows.settle(self)
		self.plan_progress = progress.of_plan(row.as_dict() for row in self.goals)

	def enforce(self, before):
		"""Refuses whatever the rules do not allow, then fills in what a step that was taken brings."""
		user, user_roles = frappe.session.user, frappe.get_roles()
		changed = self.changed_fields(before) if before else set(workflow.CONTENT)
		view = plan.as_rules_see_it(self, before, user)
		breaches = contents.judge(view, changed)
		if before is None:
			breaches += rules.opening(self.workflow_state)
		else:
			breaches += rules.changes(before.workflow_state, changed, user_roles)
		stepping = before is not None and before.workflow_state != self.workflow_state
		if stepping:
			breaches += rules.step(before.workflow_state, self.workflow_state, user, user_roles, view)
		self.open_key = plan.open_key(self)
		if not before or before.open_key != self.open_key:
			breaches += self.other_open()
		self.refuse(breaches, stepping)
		if changed.intersection(workflow.CONTENT):
			self.contributors = "\n".join(sorted({*(self.contributors or "").split(), user}))
		if stepping:
			row = workflow.step_between(
				before.workflow_state, self.workflow_state, bool(before.version), user_roles
			)
			self.record_step(row, user, view.reason)
		elif not before or before.reason != self.reason:
			self.reason_by = user if self.reason else None

	def other_open(self):
		return plan.other_open_plan(self)

	def refuse(self, breaches: list, stepping: bool = False):
		"""Says every breach in one message; raises frappe.ValidationError when there is one."""
		refuse(
			(messages.text(breach, self.meta.get_label) for breach in breaches),
			_("This step is not possible yet") if stepping else _("This plan cannot be saved"),
		)

	def record_step(self, row: workflow.PlanTransition, user: str, reason: str | None):
		"""Who, when, from, to and why, and what the step settles."""
		now = now_datetime()
		if row.action in ("Propose", "Take Back", "Return for Changes"):
			for field in CONSENT:
				self.set(field, None)
		elif row.action == "Agree":
			self.signed_on, self.signed_how = today(), "Website"
			self.signed_name, self.signed_by = self.flags.signature.name, user
		elif row.action == "Record Consent":
			self.signed_how, self.signed_by = "Signed Scan", user
		elif row.action == "Approve":
			self.approver, self.approved_on = user, now
			self.digest = agreement.digest(self.as_dict())
		elif row.action == "Start Review":
			self.reviews_before = len(self.reviews)
		if row.target == workflow.ACTIVE:
			self.review_asked_on = None
		if versions.kept_at(row) and (self.version or row.action == "Approve"):
			self.version = (self.version or 0) + 1
			self.flags.keep_version = versions.kept_at(row)
		self.note(row.action, row.source, row.target, user, reason, now)
		self.waiting_since = now
		self.reason = self.reason_by = self.reminded_on = self.escalated_on = None

	def note(self, action: str, source: str, target: str, user: str, reason: str | None, when=None):
		"""Appends to the plan's history."""
		self.append(
			"steps",
			{
				"action": action,
				"from_state": source,
				"to_state": target,
				"user": user,
				"taken_on": when or now_datetime(),
				"reason": reason,
			},
		)

	def in_two_languages(self) -> dict:
		"""For the print format: see `document.of`."""
		return document.of(self)

	def changed_fields(self, before) -> set[str]:
		"""What differs from what is stored: fields, and `agreement` and `progress` of goals and actions."""
		written = {*workflow.CONTENT, *workflow.CONTROLLED} - {"agreement", "progress"}
		changed = {field for field in written if comparable(self, field) != comparable(before, field)}
		old, new = before.as_dict(), self.as_dict()
		if agreement.rows(old) != agreement.rows(new):
			changed.add("agreement")
		if agreement.carried_out(old) != agreement.carried_out(new):
			changed.add("progress")
		return changed

	def on_update(self):
		fields.name_fields(self)
		if occasion := self.flags.pop("keep_version", None):
			versions.keep(self, occasion)

	def on_change(self):
		notices.after_step(self)

	def check_consent_stays(self, url: str):
		"""A file is about to be deleted. Raises frappe.ValidationError for the scan with which the participant agreed
		to the plan as it is, or to one of its versions."""
		signed = self.workflow_state == workflow.AGREED and url == self.scan
		if signed or frappe.db.exists(versions.DOCTYPE, {"plan": self.name, "scan": url}):
			frappe.throw(
				_("This scan holds the participant's consent to plan {0} and stays with it.").format(
					self.name
				)
			)

	def before_discard(self):
		frappe.throw(_("A plan is not discarded. It is discontinued, with a reason."))

	def on_trash(self):
		if self.version:
			frappe.throw(
				_("Plan {0} was in force and is kept. Discontinue it with a reason instead.").format(
					self.name
				)
			)


def on_doctype_update():
	# What is due, of those in force.
	frappe.db.add_index("KIM Inclusion Plan", ["workflow_state", "next_review"])
