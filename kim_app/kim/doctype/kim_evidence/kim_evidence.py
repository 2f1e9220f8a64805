import frappe
from frappe.model.document import Document
from frappe.utils import getdate, today

from kim_app import consent, permissions
from kim_app.breach import Breach
from kim_app.comparison import comparable
from kim_app.evidence import messages, rating, rules
from kim_app.frameworks import choosing
from kim_app.refusal import refuse


class KIMEvidence(Document):
	"""What shows that a participant has a competence: a document, a reference, an observation.

	This class says when; `kim_app.evidence` says what. Rating it goes through `kim_app.evidence.api`.
	"""

	def onload(self):
		"""What the form shows: why nothing can be changed any more, who rated, and whether this user may."""
		breaches = rules.frozen(self.status, self.judged_in())
		self.set_onload(
			"kim",
			{
				"frozen": messages.text(breaches[0]) if breaches else None,
				"rater": frappe.utils.get_fullname(self.rated_by) if self.rated_by else None,
				"may_rate": rating.may_rate(self),
			},
		)

	def before_insert(self):
		if not self.flags.approved_import:
			consent.check_given(self.participant)
		for field in rules.CONTROLLED:
			if not (self.flags.approved_import and field.startswith("legacy_")):
				self.set(field, None)
		self.from_participant = int(bool(self.flags.handed_in))
		self.status = rules.RECORDED

	def validate(self):
		permissions.take_place_of_participant(self)
		self.drop_empty_rows()
		self.enforce()

	def after_insert(self):
		if self.supersedes:
			self.take_place_of_older()

	def on_trash(self):
		self.refuse(rules.deletion(self.status), frappe._("This evidence cannot be deleted"))

	def enforce(self):
		"""Refuses whatever the rules do not allow; a change of what was rated asks for a new rating."""
		before = self.get_doc_before_save()
		if self.flags.by_kim:
			return
		dates = [day and getdate(day) for day in (self.from_date, self.to_date)]
		breaches = rules.dates(*dates, getdate(today())) + rules.hours(self.hours, *dates)
		breaches += rules.competences(self.added_of_staff(before))
		if not before:
			breaches += self.broken_superseding()
		else:
			changed = self.changed_fields(before)
			breaches += rules.changes(before.status, changed, self.judged_in() if changed else ())
			if changed.intersection(rules.CONTENT):
				self.contributors = "\n".join(
					sorted({*(before.contributors or "").split(), frappe.session.user})
				)
				self.withdraw_rating()
		self.refuse(breaches, frappe._("This evidence cannot be saved"))

	def refuse(self, breaches: list[Breach], title: str):
		refuse([messages.text(breach, self.meta.get_label) for breach in breaches], title)

	def changed_fields(self, before: Document) -> set[str]:
		"""The fields of content and of control that differ from what is stored."""
		return {
			field
			for field in (*rules.CONTENT, *rules.CONTROLLED, "supersedes")
			if comparable(self, field) != comparable(before, field)
		}

	def added_of_staff(self, before: Document | None) -> list[str]:
		"""The titles of the staff's competences that are added now."""
		stored = {row.competence for row in before.competences} if before else set()
		return choosing.of_staff({row.competence for row in self.competences} - stored)

	def judged_in(self) -> list[str]:
		"""The validations that somebody judged, or is about to judge, by this evidence."""
		validations = frappe.get_all(
			"KIM Validation Evidence",
			filters={"evidence": self.name, "parenttype": "KIM Validation"},
			pluck="parent",
		)
		return frappe.get_all(
			"KIM Validation",
			filters={
				"name": ["in", validations or [""]],
				"workflow_state": ["not in", rules.CORRECTABLE],
			},
			pluck="name",
		)

	def withdraw_rating(self):
		"""What was rated is no longer what stands here; the rating stays in the record's comments."""
		for field in rules.RATING:
			self.set(field, None)
		self.status = rules.RECORDED

	def drop_empty_rows(self):
		self.set("files", [row for row in self.files if row.file or row.about])
		for row in self.files:
			if not row.file:
				frappe.throw(
					frappe._("Files, row {0}: attach the file that shows “{1}”, or remove the row.").format(
						row.idx, row.about
					)
				)

	def broken_superseding(self) -> list[Breach]:
		"""Asked of the older evidence as it stands now, locked, so that two cannot supersede it at once."""
		if not self.supersedes:
			return []
		fields = ["name", "participant", "status", "superseded_by"]
		older = frappe.db.get_value("KIM Evidence", self.supersedes, fields, as_dict=True, for_update=True)
		return rules.superseding(self.name, self.participant, older)

	def take_place_of_older(self):
		older = frappe.get_doc("KIM Evidence", self.supersedes)
		older.status, older.superseded_by = rules.SUPERSEDED, self.name
		older.save_by_kim()

	def save_by_kim(self):
		"""Stores what KIM writes. Whoever calls has asked for permission and the rules."""
		self.flags.by_kim = True
		self.save(ignore_permissions=True)

	def check_files_open(self):
		"""Raises frappe.ValidationError when no file may be attached, exchanged or deleted any more."""
		self.refuse(rules.frozen(self.status, self.judged_in()), frappe._("Files of this evidence stay"))

	def drop_file(self, url: str):
		"""A file is about to be deleted: no row names it any longer, and a rating was made with it."""
		rows = frappe.get_all("KIM Evidence File", filters={"parent": self.name, "file": url}, pluck="name")
		if not rows:
			return
		frappe.db.delete("KIM Evidence File", {"name": ["in", rows]})
		if self.status == rules.RATED:
			emptied = dict.fromkeys(rules.RATING)
			# The form that deletes the file is about to be saved, so the record keeps its time stamp.
			frappe.db.set_value(
				"KIM Evidence", self.name, {**emptied, "status": rules.RECORDED}, update_modified=False
			)
