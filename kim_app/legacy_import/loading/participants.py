"""Participants. May import frappe."""

from collections.abc import Sequence

import frappe
from frappe.utils import getdate

from kim_app import participant_rules

from .. import kinds
from ..tables import Row
from .loader import Loader, filled, participants_by_key

FIELDS = frozenset(field.name for field in kinds.KINDS[kinds.PARTICIPANT].fields if field.stored)


class Participants(Loader):
	"""A row is a participant."""

	doctype = "KIM Participant"
	writes_in_bulk = True

	def look_up(self) -> None:
		self.people = participants_by_key(
			self.approval.centre, (row.values["legacy_key"] for row in self.chunk.rows)
		)

	def known(self, rows: Sequence[Row]) -> str | None:
		person = self.people.get(rows[0].values["legacy_key"])
		return person and person.name

	def fields(self, rows: Sequence[Row]) -> dict:
		row = rows[0]
		return {"centre": self.approval.centre, **filled(row.values, FIELDS), **self.origin(row)}

	def complete(self, documents: list[dict]) -> set[int]:
		organisation = frappe.db.get_value("KIM Centre", self.approval.centre, "organisation")
		today = getdate()
		refused = set()
		for position, document in enumerate(documents):
			document["full_name"] = participant_rules.full_name(
				document.get("given_name"), document.get("family_name")
			)
			document["organisation"] = organisation
			born, arrived = document.get("date_of_birth"), document.get("arrival_date")
			if any(participant_rules.wrong_dates(born, arrived, today)):
				refused.add(position)
			elif document["legacy_key"] != document["legacy_key"].strip():
				refused.add(position)
		return refused
