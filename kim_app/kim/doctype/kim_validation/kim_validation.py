import frappe
from frappe import _
from frappe.model.document import Document
from frappe.model.workflow import validate_workflow
from frappe.utils import now_datetime, today

from kim_app import consent, permissions, steps, table_rows
from kim_app.comparison import comparable
from kim_app.open_case import OneOpen
from kim_app.printing import letter
from kim_app.profile import update
from kim_app.refusal import refuse
from kim_app.validation import (
	case,
	decision,
	form,
	messages,
	notices,
	qualification,
	rules,
	workflow,
)

# What a change of these means for the participant's competence profile.
SHOWN_IN_PROFILE = ("participant", "competence", "claimed_level", "workflow_state")


class KIMValidation(OneOpen, Document):
	"""One participant's claim to one competence, on its way through identification, documentation,
	assessment and approval. This class says when; `kim_app.validation` says what."""

	def onload(self):
		self.set_onload("kim", form.context(self))

	def before_insert(self):
		self.workflow_state = self.workflow_state or workflow.IDENTIFICATION
		self.waiting_since = now_datetime()
		if self.from_approved_import():
			if self.workflow_state == workflow.VALIDATED:
				self.validity = workflow.CURRENT
			return
		consent.check_given(self.participant)
		for field in workflow.CONTROLLED:
			self.set(field, [] if field == "steps" else None)
		self.waiting_since = now_datetime()
		self.case_worker = frappe.session.user
		if self.flags.appeal_against:
			self.amended_from = self.flags.appeal_against
			self.append("steps", self.flags.first_step)
		self.take_criteria()

	def validate_workflow(self):
		"""Frappe lets no new document stand in any state but the first; one that an approved import
		brings was decided years ago, in the centre's register. What is submitted past the workflow is given no
		state, as Frappe would give it, but refused by `enforce`."""
		if self.meta.get_workflow() and not (self.is_new() and self.from_approved_import()):
			validate_workflow(self)

	def validate_amended_from(self):
		"""Frappe lets only what was cancelled be amended; an appeal is against a decision that stands, and
		`rules.appeal` says which."""
		if not self.flags.appeal_against:
			super().validate_amended_from()

	def load_doc_before_save(self, *args, **kwargs):
		"""What is stored. `deciding` has read and locked it already, for many at once."""
		stored = self.flags.pop("stored", None)
		if stored:
			self._doc_before_save = stored
		else:
			super().load_doc_before_save(*args, **kwargs)

	def check_if_latest(self):
		steps.check_if_latest(self, super().check_if_latest)

	def validate(self):
		permissions.take_place_of_participant(self)
		self.keep_criteria()
		self.enforce()

	def before_update_after_submit(self):
		self.enforce()

	def before_cancel(self):
		self.enforce()

	def before_discard(self):
		frappe.throw(_("A validation is not discarded. An open one stays open, a decided one is revoked."))

	def other_open(self):
		return case.other_open_case(self)

	def update_child_table(self, fieldname, df=None):
		if not table_rows.write_changed(self, fieldname):
			super().update_child_table(fieldname, df)

	def on_update(self):
		before = self.get_doc_before_save()
		if not before or any(before.get(field) != self.get(field) for field in SHOWN_IN_PROFILE):
			update.refresh(self.participant, [self.competence])
			if before and (before.participant, before.competence) != (self.participant, self.competence):
				update.refresh(before.participant, [before.competence])

	def on_cancel(self):
		update.refresh(self.participant, [self.competence])

	def on_change(self):
		notices.after_step(self)

	def on_trash(self):
		if self.workflow_state not in workflow.OPEN_STATES:
			frappe.throw(_("Validation {0} was decided and is kept. Revoke it instead.").format(self.name))

	def after_delete(self):
		update.refresh(self.participant, [self.competence])

	def take_criteria(self):
		"""One rating row per criterion of the competence; a level that is already there is kept."""
		rated = {row.criterion: row for row in self.ratings}
		self.set("ratings", [])
		competence = case.competence_of(self)
		for criterion in competence.criteria if competence else ():
			row = rated.get(criterion.code)
			self.append(
				"ratings",
				{
					"criterion": criterion.code,
					"statement": criterion.statement,
					"level": row.level if row else None,
					"comment": row.comment if row else None,
				},
			)

	def keep_criteria(self):
		"""Another competence brings its own criteria, and a row that was taken away comes back."""
		before = self.get_doc_before_save()
		if not before or before.workflow_state not in workflow.OPEN_STATES:
			return
		if before.competence != self.competence:
			self.set("ratings", [])
			self.take_criteria()
		elif {row.criterion for row in before.ratings} - {row.criterion for row in self.ratings}:
			self.take_criteria()
		self.keep_statements()

	def keep_statements(self):
		"""What a criterion says is the framework's, not the assessor's."""
		competence = case.competence_of(self)
		statements = {row.code: row.statement for row in competence.criteria} if competence else {}
		for row in self.ratings:
			row.statement = statements.get(row.criterion, row.statement)

	def enforce(self):
		"""Refuses whatever the rules do not allow, then fills in what a step that was taken brings."""
		before = self.get_doc_before_save()
		user, user_roles = frappe.session.user, frappe.get_roles()
		changed = self.changed_fields(before) if before else set(workflow.CONTENT)
		view = case.as_case(self, before, user)
		breaches = rules.document_status(self.workflow_state, int(self.docstatus))
		if changed.intersection(workflow.CONTENT):
			# Not asked of what stands as it stood: a decided case outlives a change of its framework.
			breaches += rules.levels(view) + rules.criteria(view) + rules.dates(view)
			breaches += case.broken_links(self)
		stepping = before is not None and before.workflow_state != self.workflow_state
		if before is None:
			breaches += rules.opening(self.workflow_state, self.from_approved_import())
		else:
			breaches += rules.changes(before.workflow_state, changed, user_roles, view)
			breaches += qualification.of_assessor(self, before, changed, user)
		if stepping:
			breaches += rules.step(before.workflow_state, self.workflow_state, user, user_roles, view)
		self.open_key = case.open_key(self)
		if not before or before.open_key != self.open_key:
			breaches += self.other_open()
		self.refuse(breaches, stepping)
		if changed.intersection(workflow.CONTENT) and not self.from_approved_import():
			self.contributors = "\n".join(sorted({*(self.contributors or "").split(), user}))
		if stepping:
			self.record_step(
				workflow.transition_between(before.workflow_state, self.workflow_state), user, view.reason
			)
		elif not before or before.reason != self.reason:
			self.reason_by = user if self.reason else None

	def refuse(self, breaches: list, stepping: bool = False):
		"""Says every breach in one message; raises frappe.ValidationError when there is one."""
		refuse(
			[messages.text(breach, self.meta.get_label) for breach in breaches],
			_("This step is not possible yet") if stepping else _("This validation cannot be saved"),
		)

	def record_step(self, row: workflow.Transition, user: str, reason: str | None):
		"""Who, when, from, to and why, and what the step settles."""
		if row.action == "Propose":
			self.assessor = user
			self.assessed_on = self.assessed_on or today()
		decision.decide(self, row.target, user)
		now = now_datetime()
		self.append(
			"steps",
			{
				"action": row.action,
				"from_state": row.source,
				"to_state": row.target,
				"user": user,
				"taken_on": now,
				"reason": reason,
			},
		)
		self.waiting_since = now
		self.reason = self.reason_by = self.reminded_on = self.escalated_on = None

	def letter(self) -> dict:
		"""For the print format: see `letter.of`."""
		return letter.of(self)

	def changed_fields(self, before) -> set[str]:
		"""The fields of content and of control that differ from what is stored."""
		return {
			field
			for field in (*workflow.CONTENT, *workflow.CONTROLLED)
			if comparable(self, field) != comparable(before, field)
			# Another competence brings its own criteria: KIM changed the ratings then, not the user.
			and not (field == "ratings" and before.competence != self.competence)
		}

	def from_approved_import(self) -> bool:
		"""Whether the load of a legacy import, approved by another than who uploaded it, writes this.

		The flag is set by `kim_app.legacy_import.load` and cannot come in through a request.
		"""
		name = self.flags.approved_import
		if not name:
			return False
		approval = frappe.db.get_value("KIM Legacy Import", name, ["owner", "approved_by"], as_dict=True)
		return bool(approval and approval.approved_by and approval.approved_by != approval.owner)


def on_doctype_update():
	# What waits, oldest first.
	frappe.db.add_index("KIM Validation", ["workflow_state", "waiting_since"])
	# What a profile is derived from: those of one participant and one competence are locked, and no others.
	frappe.db.add_index("KIM Validation", ["participant", "competence"])
