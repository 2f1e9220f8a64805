"""A register of participants as an Excel workbook, the same for every way of bringing it in. May import openpyxl."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

# Field of the form -> header of the register.
COLUMNS = {
	"legacy_key": "Client number",
	"family_name": "Family name",
	"given_name": "Given name",
	"gender": "Gender",
	"date_of_birth": "Date of birth",
	"nationality": "Nationality",
	"education": "Education",
	"arrival_date": "Arrival date",
	"residence_status": "Residence status",
	"phone": "Phone",
	"email": "E-mail",
	"consent": "Consent",
	"consent_date": "Consent date",
	"notes": "Notes",
}
FAMILY = (
	"Okafor",
	"Haddad",
	"Rossi",
	"Petrov",
	"Nguyen",
	"de la Cruz",
	"Yılmaz",
	"Šimić",
	"O'Brien",
	"Diallo",
)
GIVEN = ("Ada", "Élisabeth", "Omar", "Ngozi", "Ivan", "Leila", "Mehmet", "Amina", "José", "Fatou")
COUNTRIES = ("Nigeria", "Ukraine", "Turkey", "Italy", "Senegal", "Peru")
# The word of the register, and what the form calls it.
EDUCATION = {"Primary": "1 Primary", "Degree": "6 Bachelor", "None": "0 No Schooling", "PhD": "8 Doctorate"}
STATUS = ("Refugee", "Work", "Study", "Family")


def rows(count: int) -> Iterator[dict]:
	"""The rows of the register, by the form's fields, as a person would have typed them."""
	for number in range(1, count + 1):
		yield {
			"legacy_key": f"M-{number:06d}",
			"family_name": f"{FAMILY[number % 10]} {number}",
			"given_name": GIVEN[number // 7 % 10],
			"gender": ("Female", "Male")[number % 2],
			"date_of_birth": date(1950, 1, 1) + timedelta(days=number * 37 % 18_000),
			"nationality": COUNTRIES[number % 6],
			"education": list(EDUCATION)[number % 4],
			"arrival_date": date(2008, 1, 1) + timedelta(days=number * 13 % 2_000),
			"residence_status": STATUS[number % 4],
			"phone": f"+39 055 {number:07d}",
			"email": f"person{number}@example.org",
			"consent": "yes",
			"consent_date": date(2014, 1, 1) + timedelta(days=number % 300),
			"notes": f"Came with {number % 5} others; speaks to the tutor on Tuesdays.",
		}


def write(path: Path, count: int) -> None:
	"""The register as people keep it."""
	_write(path, list(COLUMNS.values()), (list(row.values()) for row in rows(count)))


def write_for_data_import(path: Path, count: int, centre: str) -> None:
	"""The same rows as Frappe's Data Import wants them: the fields' names for headers, the form's own options,
	and the centre in each row."""
	heads = [*COLUMNS, "centre"]
	stored = ({**row, "education": EDUCATION[row["education"]], "consent": 1} for row in rows(count))
	_write(path, heads, ([*row.values(), centre] for row in stored))


def _write(path: Path, heads: list, lines: Iterator[list]) -> None:
	from openpyxl import Workbook

	book = Workbook(write_only=True)
	sheet = book.create_sheet("Register")
	sheet.append(heads)
	for line in lines:
		sheet.append(line)
	book.save(path)
