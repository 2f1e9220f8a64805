"""Fifth step: good rows become documents, chunk by chunk, each chunk one transaction.

Imports frappe, `tables` and `issue_kinds`. A row that the site knows already is skipped, so that
loading the same workbook twice changes nothing the second time.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, time

import frappe
from frappe.utils import strip_html
from rq.timeouts import JobTimeoutException

from .issues import shown
from .kinds import PARTICIPANT, VALIDATION
from .rules import IN_PROGRESS
from .tables import Issue, Reference, Row, Sheet, Workbook

CHUNK = 50
LOADED = (PARTICIPANT, VALIDATION)
SAVEPOINT = "kim_import_row"
FORM_FIELDS = (
	"legacy_key",
	"family_name",
	"given_name",
	"gender",
	"date_of_birth",
	"nationality",
	"education",
	"arrival_date",
	"residence_status",
	"phone",
	"email",
	"consent",
	"consent_date",
	"notes",
)


@dataclass(frozen=True)
class Approval:
	"""The approved import that the documents belong to: its name, and who stands behind it."""

	name: str
	centre: str
	owner: str
	approved_by: str


@dataclass
class Loaded:
	"""What became of the rows so far: counts by (sheet, "created" | "skipped" | "rejected")."""

	total: int
	done: int = 0
	counts: Counter = field(default_factory=Counter)
	issues: list[Issue] = field(default_factory=list)


def load(
	workbook: Workbook,
	reference: Reference,
	approval: Approval,
	after_chunk: Callable[[Loaded], bool],
) -> Loaded:
	"""Take a checked workbook, insert its good rows as documents, return what became of them.

	`after_chunk` gets the state after each chunk, commits it, and says whether to go on. A row that
	its form refuses is rolled back alone and becomes an issue. Lost connections and timeouts are
	raised: they concern no single row.
	"""
	loaded = Loaded(total=sum(len(sheet.good_rows) for sheet in workbook.sheets if sheet.kind in LOADED))
	people = {key: known.document for key, known in reference.of_kind(PARTICIPANT).items()}
	known = set(reference.of_kind(VALIDATION))
	for number, (sheet, row) in enumerate(_in_order(workbook), 1):
		outcome = _load_row(sheet, row, workbook, approval, people, known, loaded)
		loaded.counts[sheet.name, outcome] += 1
		loaded.done = number
		if number % CHUNK == 0 and not after_chunk(loaded):
			return loaded
	after_chunk(loaded)
	return loaded


def _in_order(workbook: Workbook) -> Iterator[tuple[Sheet, Row]]:
	"""Participants go first: validations link to them."""
	for kind in LOADED:
		for sheet in workbook.of_kind(kind):
			for row in sheet.good_rows:
				yield sheet, row


def _load_row(sheet, row, workbook, approval, people, known, loaded) -> str:
	key = row.values["legacy_key"]
	if sheet.kind == PARTICIPANT:
		if key in people:
			return "skipped"
		fields = _participant(row, approval)
	elif key not in people:
		# Its person was good at the check and refused by the form just now.
		loaded.issues.append(_issue("refused-by-form", sheet, row, frappe._("The participant was refused.")))
		return "rejected"
	elif (people[key], row.values["competence"]) in known:
		return "skipped"
	else:
		fields = _validation(row, approval, people[key])
	fields["legacy_import"] = approval.name
	fields["legacy_source"] = f"{workbook.file} · {sheet.name} · {frappe._('row {0}').format(row.number)}"[
		-140:
	]
	try:
		name = _insert(fields, approval)
	except (JobTimeoutException, frappe.db.OperationalError, frappe.db.InternalError):
		raise
	# Whatever a form, or another app's hook on it, may raise concerns this row alone.
	except Exception as error:
		frappe.db.rollback(save_point=SAVEPOINT)
		frappe.clear_messages()
		loaded.issues.append(_issue("refused-by-form", sheet, row, strip_html(str(error))))
		return "rejected"
	if sheet.kind == PARTICIPANT:
		people[key] = name
	else:
		known.add((people[key], row.values["competence"]))
	return "created"


def _insert(fields: dict, approval: Approval) -> str:
	frappe.db.savepoint(SAVEPOINT)
	document = frappe.get_doc(fields)
	document.flags.approved_import = approval.name
	document.flags.ignore_permissions = True
	if fields.get("workflow_state") == IN_PROGRESS:
		# It goes on from here in KIM, so it gets the criteria that a new one would.
		document.take_criteria()
	document.insert()
	return document.name


def _participant(row: Row, approval: Approval) -> dict:
	fields = {name: row.values[name] for name in FORM_FIELDS if row.values.get(name) not in ("", None)}
	languages = [dict(spoken) for spoken in row.values["languages"]]
	return {"doctype": "KIM Participant", "centre": approval.centre, "languages": languages, **fields}


def _validation(row: Row, approval: Approval, participant: str) -> dict:
	values = row.values
	state = values["outcome"]
	fields = {
		"doctype": "KIM Validation",
		"participant": participant,
		"competence": values["competence"],
		"workflow_state": state,
		"imported": 1,
		"case_worker": approval.owner,
	}
	for name in ("claimed_level", "validated_level", "method", "rationale", "legacy_assessor"):
		fields[name] = values.get(name) or None
	if state != IN_PROGRESS:
		fields["docstatus"] = 1
		fields["approver"] = approval.approved_by
		fields["decided_on"] = datetime.combine(values["decided_on"], time())
	return fields


def _issue(kind: str, sheet: Sheet, row: Row, reason: str) -> Issue:
	column = sheet.column("legacy_key")
	value = shown(sheet.cell(row.number, column))
	place = f"{column.letter}{row.number}"
	return Issue(kind, sheet.name, row.number, column.header, place, value, {"reason": reason})
