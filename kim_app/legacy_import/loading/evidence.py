"""Evidence. May import frappe."""

from collections.abc import Sequence

import frappe
from frappe.utils import getdate

from kim_app.evidence import rules

from .. import kinds
from ..tables import Row
from .loader import OfParticipants, filled, in_key

KIND = kinds.KINDS[kinds.EVIDENCE]
FIELDS = frozenset(field.name for field in KIND.fields) - {"legacy_key", "competence"}
# The key on the site: the participant's name in place of the register number.
KEY = KIND.key[1:]


class Evidence(OfParticipants):
	"""A row is a piece of evidence of one competence."""

	doctype = "KIM Evidence"
	writes_in_bulk = True

	def look_up(self) -> None:
		super().look_up()
		names = [person.name for person in self.people.values()]
		columns = [name for name in KEY if name != "competence"]
		stored = frappe.get_all(
			self.doctype,
			filters={"participant": ["in", names or [""]]},
			fields=["name", "participant", *columns],
			order_by=None,
		)
		shown = frappe.get_all(
			"KIM Evidence Competence",
			filters={"parenttype": self.doctype, "parent": ["in", [row.name for row in stored] or [""]]},
			fields=["parent", "competence"],
			order_by=None,
		)
		by_name = {row.name: row for row in stored}
		self.there = {}
		for row in shown:
			evidence = {**by_name[row.parent], "competence": row.competence}
			self.there[self._key(evidence["participant"], evidence)] = row.parent

	def known(self, rows: Sequence[Row]) -> str | None:
		person = self.people.get(rows[0].values["legacy_key"])
		return person and self.there.get(self._key(person.name, rows[0].values))

	def fields(self, rows: Sequence[Row]) -> dict:
		row = rows[0]
		return {
			"participant": self.participant(row),
			"competences": [{"competence": row.values["competence"]}],
			**filled(row.values, FIELDS),
			**self.origin(row),
		}

	def complete(self, documents: list[dict]) -> set[int]:
		people = {person.name: person for person in self.people.values()}
		today = getdate()
		refused = set()
		for position, document in enumerate(documents):
			person = people[document["participant"]]
			document["participant_name"] = person.full_name
			document["centre"], document["organisation"] = person.centre, person.organisation
			document["status"] = rules.RECORDED
			dates = document.get("from_date"), document.get("to_date")
			if rules.dates(*dates, today) or rules.hours(document.get("hours"), *dates):
				refused.add(position)
		return refused

	def _key(self, participant: str, values: dict) -> tuple:
		return (participant, *(in_key(values.get(name)) for name in KEY))
