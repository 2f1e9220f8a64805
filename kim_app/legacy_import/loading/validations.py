"""Validations, decided or in progress. May import frappe."""

from collections.abc import Sequence
from datetime import date, datetime, time

import frappe
from frappe.utils import now_datetime

from kim_app.bulk_insert.workflow_actions import open_actions
from kim_app.profile import update
from kim_app.validation import case, workflow

from ..rules import IN_PROGRESS
from ..tables import Row
from .loader import NotNow, OfParticipants, filled

IN_FORCE = ("Published", "Retired")
FIELDS = frozenset(("claimed_level", "validated_level", "method", "rationale", "legacy_assessor"))


class Validations(OfParticipants):
	"""A row is a validation of one competence."""

	doctype = "KIM Validation"
	workflow = "KIM Validation"
	writes_in_bulk = True
	asked_at_removal = ("participant", "competence")

	def look_up(self) -> None:
		super().look_up()
		names = [person.name for person in self.people.values()]
		self.there = {
			(row.participant, row.competence): row.name
			for row in frappe.get_all(
				self.doctype,
				filters={"participant": ["in", names or [""]], "docstatus": ["<", 2]},
				fields=["name", "participant", "competence"],
				order_by=None,
			)
		}

	def known(self, rows: Sequence[Row]) -> str | None:
		person = self.people.get(rows[0].values["legacy_key"])
		return person and self.there.get((person.name, rows[0].values["competence"]))

	def fields(self, rows: Sequence[Row]) -> dict:
		row = rows[0]
		state = row.values["outcome"]
		if state != IN_PROGRESS and not self.approval.approved_by:
			raise NotNow(frappe._("Nobody approved it."))
		fields = {
			"participant": self.participant(row),
			"competence": row.values["competence"],
			"workflow_state": state,
			"imported": 1,
			"case_worker": self.approval.owner,
			**filled(row.values, FIELDS),
			**self.origin(row),
		}
		if state != IN_PROGRESS:
			fields["docstatus"] = 1
			fields["approver"] = self.approval.approved_by
			fields["decided_on"] = datetime.combine(_day(row.values["decided_on"]), time())
		return fields

	def prepare(self, document) -> None:
		if document.workflow_state == IN_PROGRESS:
			# It goes on from here in KIM, so it gets the criteria that a new one would.
			document.take_criteria()

	def complete(self, documents: list[dict]) -> set[int]:
		people = {person.name: person for person in self.people.values()}
		waiting_since = now_datetime()
		refused = set()
		keys: set[str] = set()
		for position, document in enumerate(documents):
			person = people[document["participant"]]
			document["participant_name"] = person.full_name
			document["centre"], document["organisation"] = person.centre, person.organisation
			document["waiting_since"] = waiting_since
			if document["workflow_state"] == workflow.VALIDATED:
				document["validity"] = workflow.CURRENT
			competence = self._competence(document["competence"])
			if not competence or not _may_be_opened(document, competence):
				refused.add(position)
				continue
			document["framework"] = competence.framework
			if document["workflow_state"] == IN_PROGRESS:
				document["ratings"] = [
					{"criterion": row.code, "statement": row.statement} for row in competence.criteria
				]
			key = case.open_key(frappe._dict(document))
			if key in keys:
				refused.add(position)
			elif key:
				keys.add(key)
				document["open_key"] = key
		return refused | self._open_already(documents)

	def _competence(self, name: str):
		return case.competence_of(frappe._dict(competence=name))

	def _open_already(self, documents: list[dict]) -> set[int]:
		keys = [document["open_key"] for document in documents if document.get("open_key")]
		taken = set(
			frappe.get_all(
				self.doctype, filters={"open_key": ["in", keys or [""]]}, pluck="open_key", order_by=None
			)
		)
		return {position for position, document in enumerate(documents) if document.get("open_key") in taken}

	def inserted_in_bulk(self, documents: Sequence[dict], names: Sequence[str]) -> None:
		update.refresh_many((document["participant"], document["competence"]) for document in documents)
		open_actions(self.doctype, documents, names)

	@classmethod
	def removed(cls, records: Sequence[frappe._dict], approval) -> None:
		update.refresh_many((record.participant, record.competence) for record in records)


def _may_be_opened(document: dict, competence) -> bool:
	"""What the rules of a validation ask of one that comes from a register (`rules.levels`, `case.broken_links`,
	`rules.opening`, `rules.document_status`)."""
	framework = frappe.get_cached_doc("KIM Competence Framework", competence.framework)
	scale = {level.code for level in framework.levels}
	state = document["workflow_state"]
	return (
		competence.kind == "Competence"
		and framework.status in IN_FORCE
		and document.get("claimed_level") in {None, *scale}
		and state in (workflow.IDENTIFICATION, workflow.VALIDATED, workflow.NOT_VALIDATED)
		and workflow.DOCSTATUS[state] == document.get("docstatus", 0)
	)


def _day(value: date | str) -> date:
	return date.fromisoformat(value) if isinstance(value, str) else value
