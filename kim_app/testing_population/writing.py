"""How a made-up population is written: rows gathered per table, past the forms, in large inserts. For tests only."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

import frappe

FRAMEWORK = "KC-2018"
FAMILY = "Abebe Ahmadi Diallo Haddad Haile Hussein Ivanova Khan Mensah Nguyen Okafor Osman Petrenko Rahimi Sesay Tesfaye Yusuf Zhang".split()
GIVEN = "Ada Ali Amina Chidi Fatou Farid Hawa Ibrahim Joy Kofi Leila Mariam Mehdi Olha Rima Samuel Selam Wei".split()
EDUCATION = ("", "0 No Schooling", "1 Primary", "2 Lower Secondary", "3 Upper Secondary", "6 Bachelor")
COLUMNS = ("name", "owner", "modified_by", "creation", "modified", "docstatus", "idx")
PARENT = ("parent", "parenttype", "parentfield")


WRITTEN = (
	"KIM Inclusion Plan",
	"KIM Plan Goal",
	"KIM Plan Action",
	"KIM Plan Step",
	"KIM Participant",
	"KIM Validation",
	"KIM Validation Step",
	"KIM Validation Evidence",
	"KIM Evidence",
	"KIM Profile Competence",
	"KIM Legacy Import",
	"KIM Legacy Import Sheet",
	"KIM Import Issue",
	"KIM Training Session",
	"KIM Session Day",
	"KIM Session Attendee",
	"KIM Session Attendance",
	"KIM Certificate",
)


@dataclass
class Population:
	"""Where the people are: organisations, {centre: organisation} and {centre: {role: user}}."""

	prefix: str
	organisations: list[str]
	centres: dict[str, str]
	staff: dict[str, dict[str, str]]
	names: dict[str, list[str]] = field(default_factory=dict)


class Writer:
	"""Gathers rows per table and writes them in large inserts."""

	def __init__(self, owner: str):
		self.owner, self.rows = owner, {}

	def add(
		self, doctype: str, name: str, creation: datetime, values: dict, docstatus: int = 0, idx: int = 0
	):
		row = dict(
			zip(COLUMNS, (name, self.owner, self.owner, creation, creation, docstatus, idx), strict=True)
		)
		fields, rows = self.rows.setdefault(doctype, (tuple({**row, **values}), []))
		rows.append(tuple({**row, **values}[name] for name in fields))
		if len(rows) >= 20_000:
			self.write(doctype)

	def write(self, doctype: str):
		fields, rows = self.rows[doctype]
		if rows:
			# Frappe's own bulk_insert builds each row as an expression: six hundred rows a second.
			place = "?" if frappe.db.db_type == "sqlite" else "%s"
			names = ", ".join(f"`{name}`" for name in fields)
			places = ", ".join([place] * len(fields))
			frappe.db._cursor.executemany(f"insert into `tab{doctype}` ({names}) values ({places})", rows)
			rows.clear()

	def close(self):
		for doctype in self.rows:
			self.write(doctype)


def key_of(prefix: str) -> str:
	"""What the names of everything in a population begin with."""
	return "".join(letter for letter in prefix if letter.isalnum())[:12]
