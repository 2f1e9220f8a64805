import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import now_datetime

from kim_app import consent, permissions
from kim_app.breach import Breach
from kim_app.comparison import comparable
from kim_app.frameworks import choosing, texts
from kim_app.profile import update
from kim_app.refusal import refuse
from kim_app.self_assessment import messages, rules

CONTENT = ("participant", "framework", "second_language", "ratings")


class KIMSelfAssessment(Document):
	"""How a participant rates themself on the competences of a framework, alone or beside a case worker.

	This class says when; `kim_app.self_assessment` says what.
	"""

	def before_insert(self):
		consent.check_given(self.participant)
		for field in rules.CONTROLLED:
			self.set(field, None)
		self.status = rules.DRAFT
		self.take_competences()

	def validate(self):
		permissions.take_place_of_participant(self)
		self.keep_competences()
		self.enforce()
		self.record_who_fills_in()

	def db_insert(self, *args, **kwargs):
		try:
			super().db_insert(*args, **kwargs)
		except frappe.UniqueValidationError:
			# Two devices started at the same moment.
			breaches = rules.opening("Published", self.other_draft())
			if not breaches:
				raise
			frappe.clear_messages()
			self.refuse(breaches)

	def on_trash(self):
		self.refuse(rules.deletion(self.status))

	def take_answer(self, competence: str, level: str | None, unknown: bool, note: str | None):
		"""Stores one answer, by the same rules as saving the sheet, and writes its row alone: a sheet is answered
		in dozens of small steps, and while it is a draft none of them is anybody's record but the participant's.

		Whoever calls has locked the sheet and asked for permission. Raises frappe.ValidationError.
		"""
		consent.check_given(self.participant)
		row = next((row for row in self.ratings if row.competence == competence), None)
		if row is None:
			frappe.throw(_("{0} is not part of this self assessment.").format(competence))
		row.level, row.unknown = level or None, int(unknown)
		if note is not None:
			row.note = note
		scale = [level["code"] for level in texts.scale(self.framework)]
		given = rules.Answer(row.competence, row.level, unknown)
		self.refuse(rules.changes(self.status, {"ratings"}) + rules.answers([given], [row.competence], scale))
		self.record_who_fills_in()
		# What saving would do with every text.
		row._sanitize_content()
		self.modified, self.modified_by = now_datetime(), frappe.session.user
		for document, fields in (
			(row, ("level", "unknown", "note")),
			(self, ("filled_in", "case_worker", "modified", "modified_by")),
		):
			values = {field: document.get(field) for field in fields}
			frappe.db.set_value(document.doctype, document.name, values, update_modified=False)

	def finish(self):
		"""Closes the sheet for good and takes what it claims into the competence profile."""
		consent.check_given(self.participant)
		self.refuse(rules.finishing(self.status, self.answers()))
		self.flags.by_kim = True
		self.status, self.finished_on, self.open_key = rules.FINISHED, now_datetime(), None
		self.save()
		update.refresh(self.participant, [row.competence for row in self.ratings if row.level])

	def take_competences(self):
		"""One row per competence of the framework, in the order of its tree; answers given are kept."""
		given = {row.competence: row for row in self.ratings}
		known = self.competences()
		foreign = [row for row in self.ratings if row.competence not in known]
		self.set("ratings", [])
		for name in known:
			row = given.get(name)
			answer = {field: row.get(field) for field in ("level", "unknown", "note")} if row else {}
			self.append("ratings", {"competence": name, "title": texts.title(name, "en"), **answer})
		for row in foreign:
			# Refused by the rules, in words.
			self.append("ratings", row)

	def keep_competences(self):
		"""A row that was taken away comes back."""
		before = self.get_doc_before_save()
		if before and {row.competence for row in before.ratings} - {row.competence for row in self.ratings}:
			self.take_competences()

	def competences(self) -> list[str]:
		"""The names of the competences that can be rated, in the order of the framework's tree."""
		return frappe.get_all(
			"KIM Competence",
			filters={"framework": self.framework, "kind": "Competence"},
			order_by="lft asc",
			pluck="name",
		)

	def answers(self) -> list[rules.Answer]:
		return [rules.Answer(row.competence, row.level or None, bool(row.unknown)) for row in self.ratings]

	def enforce(self):
		before = self.get_doc_before_save()
		scale = [level["code"] for level in texts.scale(self.framework)]
		breaches = rules.answers(self.answers(), self.competences(), scale)
		if before is None:
			self.open_key = f"{self.participant}:{self.framework}"
			status = frappe.db.get_value("KIM Competence Framework", self.framework, "status")
			breaches += rules.opening(status, self.other_draft(), choosing.is_for_staff(self.framework))
		elif not self.flags.by_kim:
			changed = {
				field
				for field in (*CONTENT, *rules.CONTROLLED)
				if comparable(self, field) != comparable(before, field)
			}
			breaches += rules.changes(before.status, changed)
		self.refuse(breaches)

	def other_draft(self) -> str | None:
		return frappe.db.get_value(
			"KIM Self Assessment", {"open_key": self.open_key, "name": ["!=", self.name or ""]}
		)

	def record_who_fills_in(self):
		"""Whoever is not the participant is the case worker beside them, from the first time on."""
		before = self.get_doc_before_save()
		if before and before.status == rules.FINISHED:
			return
		own = frappe.db.get_value("KIM Participant", self.participant, "user")
		if frappe.session.user == own:
			self.filled_in = self.filled_in or rules.ALONE
		else:
			self.filled_in, self.case_worker = rules.ACCOMPANIED, frappe.session.user

	def refuse(self, breaches: list[Breach]):
		refuse(
			[messages.text(breach, self.meta.get_label) for breach in breaches],
			_("This self assessment cannot be saved"),
		)
