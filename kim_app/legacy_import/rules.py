"""What holds for the rows of each kind, and between them. Imports `kinds`, `tables`, `vocabulary`; no frappe.

The rules are those of the forms: what passes here, the forms accept.
"""

from collections.abc import Iterator
from datetime import date

from .kinds import ATTENDANCE, EVIDENCE, PARTICIPANT, SESSION, VALIDATION, Field, Kind
from .tables import Problem, Reference, Row, Sheet, same_key
from .vocabulary import fold

# What a form's field holds: a line of text in characters, a long text in bytes of UTF-8.
MOST_CHARACTERS = 140
MOST_BYTES = 65_000
SHORT = ("key", "text", "name", "email", "login")
VALIDATED, NOT_VALIDATED, IN_PROGRESS = "Validated", "Not Validated", "Identification"
NEEDED_FOR = {VALIDATED: ("validated_level", "decided_on"), NOT_VALIDATED: ("decided_on",)}


class Rows:
	"""The rows met so far, by kind and key: later ones link to them, and none may stand twice."""

	def __init__(self, reference: Reference):
		self.reference = reference
		self._rows: dict[tuple, tuple[str, Row]] = {}

	def again(self, kind: str, key, sheet: Sheet, row: Row) -> tuple[str, Row] | None:
		"""Note a row; return (sheet's name, row) of an earlier good one with the same key."""
		key = _same(kind, key)
		earlier = self._rows.get((kind, key))
		if earlier and earlier[1].good:
			return earlier
		self._rows[kind, key] = (sheet.name, row)
		return None

	def document(self, kind: str, key) -> str:
		"""Return the site's record that an earlier row is about, "" where it is new."""
		found = self._rows.get((kind, _same(kind, key)))
		return found[1].document if found else ""

	def missing(self, kind: str, key) -> Problem | None:
		"""Return what is wrong with a link to a row of that kind: nobody has it, or its row was refused."""
		if key in self.reference.of_kind(kind):
			return None
		found = self._rows.get((kind, _same(kind, key)))
		if found and found[1].good:
			return None
		return Problem("held-back", "", _place(found)) if found else Problem("unknown-link", "")


def _same(kind: str, key):
	return same_key(key) if kind == PARTICIPANT else key


def hold(sheet: Sheet, kind: Kind, reference: Reference, rows: Rows) -> None:
	"""Add to each row of a sheet what is wrong with it; replace codes by the site's document names."""
	own = OWN_RULES.get(kind.name)
	required = [field for field in kind.fields if field.required]
	dates = [field.name for field in kind.fields if field.past]
	texts = [field for field in kind.fields if _has_long_texts(sheet, field)]
	links = [field for field in kind.fields if field.link and field.link != kind.name]
	sites = [(field, known) for field in kind.fields if (known := _known(field, reference)) is not None]
	for row in sheet.rows:
		values, problems = row.values, row.problems
		faulty = {problem.field for problem in problems if not problem.warning}
		for field in required:
			if not values.get(field.name) and field.name not in faulty:
				problems.append(Problem("missing-required", field.name))
		if texts:
			problems += _lengths(values, texts)
		for name in dates:
			if values.get(name) and values[name] > reference.today:
				problems.append(Problem("date-in-future", name))
		problems += _orders(sheet, kind, values, reference.today)
		for field, known in sites:
			_to_site(row, field.name, known)
		if own:
			own(sheet, row, reference)
		for field in links:
			key = values.get(field.name)
			if key and (problem := rows.missing(field.link, key)):
				problem.field = field.name
				problems.append(problem)


def _known(field: Field, reference: Reference) -> dict[str, str] | None:
	if field.name == "gender":
		return {name: name for name in reference.genders}
	return {"country": reference.countries, "competence": reference.competences}.get(field.type)


def _has_long_texts(sheet: Sheet, field: Field) -> bool:
	"""Whether it is worth looking at each text of a column."""
	if field.type not in SHORT and field.type != "long-text":
		return False
	most = MOST_CHARACTERS if field.type in SHORT else MOST_BYTES // 4
	return any(len(row.values.get(field.name) or "") > most for row in sheet.rows)


def _lengths(values: dict, texts: list[Field]) -> Iterator[Problem]:
	for field in texts:
		text = values.get(field.name)
		if not text:
			continue
		if field.type in SHORT:
			if len(text) > MOST_CHARACTERS:
				yield Problem("too-long", field.name, {"length": len(text), "most": MOST_CHARACTERS})
		elif len(text) > MOST_BYTES // 4 and len(text.encode()) > MOST_BYTES:
			yield Problem("too-long", field.name, {"length": len(text), "most": MOST_BYTES // 4})


def _orders(sheet: Sheet, kind: Kind, values: dict, today: date) -> Iterator[Problem]:
	for earlier, later in kind.order:
		first, second = values.get(earlier), values.get(later)
		# A date in the future is complained of already: one mistake, one issue.
		if first and second and second < first <= today:
			column = sheet.column(earlier)
			words = {"earlier": first.isoformat(), "earlier_column": column.header if column else earlier}
			yield Problem("date-order", later, words)


def _to_site(row: Row, name: str, known: dict[str, str]) -> None:
	code = row.values.get(name)
	if code and code in known:
		row.values[name] = known[code]
	elif code:
		row.problems.append(Problem("unknown-link", name))


def _place(found: tuple[str, Row]) -> dict:
	return {"sheet": found[0], "row": found[1].number}


def _participant(sheet: Sheet, row: Row, reference: Reference) -> None:
	names = " ".join(filter(None, (row.values.get("given_name"), row.values.get("family_name"))))
	if len(names) > MOST_CHARACTERS and row.good:
		words = {"length": len(names), "most": MOST_CHARACTERS}
		row.problems.append(Problem("too-long", "family_name", words))
	for spoken in row.values.get("languages", ()):
		if spoken["language"] in reference.languages:
			spoken["language"] = reference.languages[spoken["language"]]
		else:
			row.problems.append(Problem("unknown-link", _language_column(sheet, spoken)))


def _language_column(sheet: Sheet, spoken: dict) -> str:
	if spoken["mother_tongue"]:
		return "mother_tongue"
	own = f"language_level:{spoken['language']}"
	return own if sheet.column(own) else "language_level"


def _validation(sheet: Sheet, row: Row, reference: Reference) -> None:
	"""A decision needs its date, a positive one its level too; without a decision it is in progress."""
	values = row.values
	for name in ("claimed_level", "validated_level"):
		if values.get(name) and values[name] not in reference.levels:
			row.problems.append(Problem("out-of-range", name, {"allowed": ", ".join(reference.levels)}))
	faulty = {problem.field for problem in row.problems if not problem.warning}
	outcome = values.get("outcome")
	for name in NEEDED_FOR.get(outcome, ()):
		if not values.get(name) and name not in faulty:
			row.problems.append(Problem("missing-required", name))
	if not outcome and "outcome" not in faulty:
		if values.get("validated_level") or values.get("decided_on"):
			row.problems.append(Problem("missing-required", "outcome"))
		values["outcome"] = IN_PROGRESS


def _evidence(sheet: Sheet, row: Row, reference: Reference) -> None:
	"""Hours are not less than none, and not more than the days of the period have."""
	hours, first, last = (row.values.get(name) for name in ("hours", "from_date", "to_date"))
	most = 24 * ((last - first).days + 1) if first and last and last >= first else None
	if hours is not None and (hours < 0 or (most is not None and hours > most)):
		allowed = f"0-{most}" if most is not None else "0, 1, 2 …"
		row.problems.append(Problem("out-of-range", "hours", {"allowed": allowed}))


def _session(sheet: Sheet, row: Row, reference: Reference) -> None:
	course = reference.courses.get(fold(row.values["session"])) or reference.course
	row.values["course"] = course
	if not course:
		row.problems.append(Problem("course-not-chosen", ""))
	if not row.values["days"]:
		row.problems.append(Problem("no-days", ""))
	for day in row.values["days"]:
		if date.fromisoformat(day["date"]) > reference.today:
			row.problems.append(Problem("date-in-future", f"present:{day['date']}"))


def _attendance(sheet: Sheet, row: Row, reference: Reference) -> None:
	named = row.values.get("email")
	if named and "@" not in named:
		row.values["email"] = reference.staff_names.get(fold(named), named)


OWN_RULES = {
	PARTICIPANT: _participant,
	VALIDATION: _validation,
	EVIDENCE: _evidence,
	SESSION: _session,
	ATTENDANCE: _attendance,
}
