import frappe
from frappe.model.document import Document
from frappe.utils import now_datetime, today

from kim_app import permissions
from kim_app.breach import Breach
from kim_app.comparison import comparable
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
		self.keep_criteria()
		self.enforce()

	def before_update_after_submit(self):
		self.enforce()

	def before_cancel(self):
		self.enforce()

	def before_discard(self):
		frappe.throw(
			frappe._("A validation is not discarded. An open one stays open, a decided one is revoked.")
		)

	def on_trash(self):
		if self.workflow_state not in workflow.OPEN_STATES:
			frappe.throw(
				frappe._("Validation {0} was decided and is kept. Revoke it instead.").format(self.name)
			)

	def take_criteria(self):
		"""One rating row per criterion of the competence; a level that is already there is kept."""
		rated = {row.criterion: row for row in self.ratings}
		self.set("ratings", [])
		if not (self.competence and frappe.db.exists("KIM Competence", self.competence)):
			return
		for criterion in frappe.get_cached_doc("KIM Competence", self.competence).criteria:
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

	def enforce(self):
		"""Refuses whatever the rules do not allow, then fills in what a step that was taken brings."""
		before = self.get_doc_before_save()
		user, user_roles = frappe.session.user, frappe.get_roles()
		changed = self.changed_fields(before) if before else set(workflow.CONTENT)
		case = self.as_case(before, user)
		breaches = rules.document_status(self.workflow_state, int(self.docstatus))
		if changed.intersection(workflow.CONTENT):
			# Not asked of what stands as it stood: a decided case outlives a change of its framework.
			breaches += rules.levels(case) + rules.criteria(case) + self.broken_links()
		stepping = before is not None and before.workflow_state != self.workflow_state
		if before is None:
			breaches += rules.opening(self.workflow_state, self.from_approved_import())
		else:
			breaches += rules.changes(before.workflow_state, changed, user_roles)
		if stepping:
			breaches += rules.step(before.workflow_state, self.workflow_state, user, user_roles, case)
		if breaches:
			label_of = self.meta.get_label
			frappe.throw(
				[messages.text(breach, label_of) for breach in breaches],
				title=frappe._("This validation cannot be saved"),
				as_list=True,
			)
		if changed.intersection(workflow.CONTENT) and not self.from_approved_import():
			self.contributors = "\n".join(sorted({*(self.contributors or "").split(), user}))
		if stepping:
			self.record_step(
				workflow.transition_between(before.workflow_state, self.workflow_state), user, case.reason
			)
		elif not before or before.reason != self.reason:
			self.reason_by = user if self.reason else None

	def record_step(self, row: workflow.Transition, user: str, reason: str | None):
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
				"reason": reason,
			},
		)
		self.reason = self.reason_by = None

	def involved(self, stored) -> set[str]:
		"""Everybody who had a hand in the case and so does not decide it. Read from what is stored, so
		that nobody can write themself out."""
		preparing = {row.action for row in workflow.TRANSITIONS if row.source != workflow.PENDING_APPROVAL}
		people = {stored.owner, stored.case_worker, stored.assessor}
		people |= {step.user for step in stored.steps if step.action in preparing}
		people |= set((stored.contributors or "").split())
		evidence = [row.evidence for row in stored.evidence]
		if evidence:
			people |= set(frappe.get_all("KIM Evidence", filters={"name": ["in", evidence]}, pluck="owner"))
		people.add(frappe.db.get_value("KIM Participant", stored.participant, "user"))
		return {person for person in people if person}

	def as_case(self, before, user: str) -> rules.Case:
		"""This document as the rules see it when `user` saves it."""
		written_now = not before or before.reason != self.reason
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
			reason=self.reason if written_now or before.reason_by == user else None,
			evidence_count=len({row.evidence for row in self.evidence}),
			least_evidence=frappe.db.get_single_value("KIM Settings", "least_evidence") or 0,
			criteria=tuple(row.code for row in competence.criteria) if competence else (),
			ratings=tuple((row.criterion, row.level) for row in self.ratings),
			scale=tuple(level.code for level in scale),
			involved=frozenset(self.involved(before or self)),
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
