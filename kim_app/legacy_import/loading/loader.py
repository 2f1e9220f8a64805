"""What bringing in the rows of one kind has to know: the base of `participants`, `validations` and the other
kinds. May import frappe.
"""

from collections.abc import Collection, Hashable, Sequence
from datetime import date
from typing import Any

import frappe
from frappe import _

from kim_app.bulk_insert.statements import find

from ..tables import Row
from .approval import Approval
from .payload import Chunk

MOST_CHARACTERS = 140


class NotNow(Exception):
	"""A row cannot be brought in as the site is now. Its text says why."""


class Loader:
	"""Brings in the rows of one chunk. A record is made of one row, or of several (`records`)."""

	doctype = ""
	# The workflow that KIM ships for the form, and whether `complete` knows what the form does.
	workflow: str | None = None
	writes_in_bulk = False
	# Rows that are equal in these make one record.
	together: tuple[str, ...] = ()
	# Fields of its records that `removed` has to know.
	asked_at_removal: tuple[str, ...] = ()

	def __init__(self, chunk: Chunk, approval: Approval):
		self.chunk = chunk
		self.approval = approval
		# Said once: a translation asked for each row takes as long as writing it.
		place = " · ".join(filter(None, [chunk.file, chunk.sheet, _("row {0}")]))
		self.before, _number, self.after = place.partition("{0}")

	def records(self) -> list[list[Row]]:
		"""The rows of each record."""
		return (
			grouped(self.chunk.rows, self.together) if self.together else [[row] for row in self.chunk.rows]
		)

	def look_up(self) -> None:
		"""Read what the site knows of the rows, in few queries for all of them."""

	def known(self, rows: Sequence[Row]) -> str | None:
		"""The name of the record that these rows are of, None when the site has none."""
		raise NotImplementedError

	def fields(self, rows: Sequence[Row]) -> dict[str, Any]:
		"""The new record's fields, without those that are empty. Raises NotNow."""
		raise NotImplementedError

	def complete(self, documents: list[dict]) -> set[int]:
		"""Fill in what the form's controller fills in; return the positions of those that it would refuse."""
		raise NotImplementedError

	def prepare(self, document) -> None:
		"""Do to a new document of the form what has to be done before it is inserted."""

	def inserted(self, document) -> None:
		"""Do what is to be done after a record was inserted through its form."""

	def inserted_in_bulk(self, documents: Sequence[dict], names: Sequence[str]) -> None:
		"""Do what the form does after its record is written."""

	@classmethod
	def removed(cls, records: Sequence[frappe._dict], approval: Approval) -> None:
		"""Put in order what followed from records that an undo has deleted."""

	def source(self, row: Row) -> str:
		"""Where a record came from: file, sheet, row and cell."""
		number, letter = row.number, self.chunk.letter
		cell = f" · {letter}{number}" if letter else ""
		# The end tells more than the beginning: files may have long names.
		return f"{self.before}{number}{self.after}{cell}"[-MOST_CHARACTERS:]

	def origin(self, row: Row) -> dict[str, str]:
		"""The fields by which a record says that it was imported, and from where."""
		return {"legacy_import": self.approval.name, "legacy_source": self.source(row)}


class OfParticipants(Loader):
	"""Rows that name a participant by their register number."""

	def look_up(self) -> None:
		self.people = participants_by_key(
			self.approval.centre, (row.values["legacy_key"] for row in self.chunk.rows)
		)

	def participant(self, row: Row) -> str:
		"""The participant's name. Raises NotNow."""
		person = self.people.get(row.values["legacy_key"])
		if not person:
			# They were good at the check, and their form refused them just now.
			raise NotNow(_("The participant was refused."))
		return person.name


def participants_by_key(centre: str, keys) -> dict[str, frappe._dict]:
	"""Return name, full name, centre and organisation of a centre's participants by register number."""
	fields = ("name", "legacy_key", "full_name", "centre", "organisation")
	rows = find("KIM Participant", fields, ("legacy_key", {*keys}), {"centre": centre})
	return {row.legacy_key: row for row in rows}


def grouped(rows: Sequence[Row], names: Sequence[str]) -> list[list[Row]]:
	"""Put the rows together that are equal in the fields `names`, in the order of the first of each."""
	groups: dict[tuple, list[Row]] = {}
	for row in rows:
		groups.setdefault(tuple(str(row.values[name]).lower() for name in names), []).append(row)
	return list(groups.values())


def filled(values: dict[str, Any], names: Collection[str]) -> dict[str, Any]:
	"""Return those of `names` that `values` holds something for."""
	return {name: value for name, value in values.items() if (value or value == 0) and name in names}


def in_key(value: Any) -> Hashable:
	"""A value of a key as it is compared: a day as text."""
	return value.isoformat() if isinstance(value, date) else value or ""
