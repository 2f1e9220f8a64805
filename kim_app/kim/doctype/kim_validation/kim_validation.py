import frappe
from frappe.model.document import Document
from frappe.utils import now_datetime, today

from kim_app import permissions
from kim_app.breach import Breach
from kim_app.validation import messages, rules, workflow


class KIMValidation(Document):
	"""One participant's claim to one competence, on its way through identification, documentation,
	assessment and approval. This class says when; `kim_app.validation` says what."""

	def before_insert(self):
		self.workflow_state = self.workflow_state or workflow.IDENTIFICATION
		if self.from_approved_import():
			return
		for field in workflow.CONTROLLED:
			self.set(field, [] if field == "steps" else None)
		self.case_worker = frappe.session.user
		self.take_criteria()

	def validate_workflow(self):
		"""Frappe lets no new document stand in any state but the first; one that an approved import
		brings was decided years ago, in the centre's register."""
		if not (self.is_new() and self.from_approved_import()):
			super().validate_workflow()

	def validate(self):
		permissions.take_place_of_participant(self)
		if self.is_new() is False and self.has_value_changed("competence"):
			self.take_criteria()
		self.enforce()

	def before_update_after_submit(self):
		self.enforce()

	def before_cancel(self):
		self.enforce()

	def on_trash(self):
		if self.workflow_state not in workflow.OPEN_STATES:
			frappe.throw(
				frappe._("Validation {0} was decided and is kept. Revoke it instead.").format(self.name)
			)

	def take_criteria(self):
		"""One rating row per criterion of the competence, none rated yet."""
		self.set("ratings", [])
		if self.competence:
			for criterion in frappe.get_cached_doc("KIM Competence", self.competence).criteria:
				self.append("ratings", {"criterion": criterion.code, "statement": criterion.statement})

	def enforce(self):
		"""Refuses whatever the rules do not allow, then fills in what a step that was taken brings."""
		before = self.get_doc_before_save()
		case = self.as_case(before)
		breaches = rules.document_status(self.workflow_state, int(self.docstatus))
		breaches += rules.levels(case) + rules.criteria(case) + self.broken_links()
		user, user_roles = frappe.session.user, frappe.get_roles()
		if before is None:
			breaches += rules.opening(self.workflow_state, self.from_approved_import())
		else:
			breaches += rules.changes(before.workflow_state, self.changed_fields(before), user_roles)
			if before.workflow_state != self.workflow_state:
				breaches += rules.step(before.workflow_state, self.workflow_state, user, user_roles, case)
		if breaches:
			label_of = self.meta.get_label
			frappe.throw(
				[messages.text(breach, label_of) for breach in breaches],
				title=frappe._("This validation cannot be saved"),
				as_list=True,
			)
		if before is not None and before.workflow_state != self.workflow_state:
			self.record_step(workflow.transition_between(before.workflow_state, self.workflow_state), user)

	def record_step(self, row: workflow.Transition, user: str):
		"""Who, when, from, to and why, and what the step settles."""
		if row.action == "Propose":
			self.assessor = user
			self.assessed_on = self.assessed_on or today()
		if row.target in (workflow.VALIDATED, workflow.NOT_VALIDATED):
			self.approver = user
			self.decided_on = now_datetime()
			self.validated_level = self.proposed_level if row.target == workflow.VALIDATED else None
		self.append(
			"steps",
			{
				"action": row.action,
				"from_state": row.source,
				"to_state": row.target,
				"user": user,
				"taken_on": now_datetime(),
				"reason": self.reason,
			},
		)
		self.reason = None

	def as_case(self, before) -> rules.Case:
		"""This document as the rules see it. Who was involved is read from what is stored, so that
		nobody can write themself out of a case."""
		stored = before or self
		preparing = {row.action for row in workflow.TRANSITIONS if row.source != workflow.PENDING_APPROVAL}
		involved = {stored.owner, stored.case_worker, stored.assessor}
		involved |= {step.user for step in stored.steps if step.action in preparing}
		exists = self.competence and frappe.db.exists("KIM Competence", self.competence)
		competence = frappe.get_cached_doc("KIM Competence", self.competence) if exists else None
		scale = (
			frappe.get_cached_doc("KIM Competence Framework", competence.framework).levels
			if competence
			else ()
		)
		return rules.Case(
			competence=self.competence,
			claimed_level=self.claimed_level,
			proposed_level=self.proposed_level,
			rationale=self.rationale,
			reason=self.reason,
			evidence_count=len({row.evidence for row in self.evidence}),
			least_evidence=frappe.db.get_single_value("KIM Settings", "least_evidence") or 0,
			criteria=tuple(row.code for row in competence.criteria) if competence else (),
			ratings=tuple((row.criterion, row.level) for row in self.ratings),
			scale=tuple(level.code for level in scale),
			involved=frozenset(filter(None, involved)),
		)

	def broken_links(self) -> list[Breach]:
		"""Evidence of someone else, an area taken for a competence, a framework not in force."""
		breaches = []
		names = [row.evidence for row in self.evidence]
		owners = frappe.get_all(
			"KIM Evidence", filters={"name": ["in", names or [""]]}, fields=["name", "participant"]
		)
		for evidence in owners:
			if evidence.participant != self.participant:
				breaches.append(
					Breach(
						"evidence-of-another",
						{"evidence": evidence.name, "participant": self.participant_name or self.participant},
					)
				)
		competence = frappe.db.get_value(
			"KIM Competence", self.competence, ["is_group", "framework"], as_dict=True
		)
		if competence and competence.is_group:
			breaches.append(Breach("competence-is-area", {"competence": self.competence}))
		if competence and self.is_new():
			status = frappe.db.get_value("KIM Competence Framework", competence.framework, "status")
			if status != "Published":
				breaches.append(Breach("framework-not-published", {"framework": competence.framework}))
		return breaches

	def changed_fields(self, before) -> set[str]:
		"""The fields of content and of control that differ from what is stored."""
		return {
			field
			for field in (*workflow.CONTENT, *workflow.CONTROLLED)
			if comparable(self, field) != comparable(before, field)
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


def comparable(document: Document, field: str):
	"""The value of `field` in a form that is equal when nothing was changed, child rows included."""
	docfield = document.meta.get_field(field)
	if docfield.fieldtype in ("Table", "Table MultiSelect"):
		columns = [column.fieldname for column in frappe.get_meta(docfield.options).fields]
		return [[str(row.get(column) or "") for column in columns] for row in document.get(field)]
	value = document.get(field)
	return str(value) if value else ""
