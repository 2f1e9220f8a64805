"""The workflow of a validation, as a table. May import nothing of Frappe.

The Frappe Workflow shipped in `fixtures/workflow.json` shows the buttons; this table is what the
controller enforces, whatever way a state is written. A test holds the two together. Source: the
approval table of procedure 1 and the four phases of validation in the Council Recommendation of
20 December 2012 (2012/C 398/01).
"""

from __future__ import annotations

from dataclasses import dataclass

from kim_app import roles

IDENTIFICATION = "Identification"
DOCUMENTATION = "Documentation"
ASSESSMENT = "Assessment"
PENDING_APPROVAL = "Pending Approval"
VALIDATED = "Validated"
NOT_VALIDATED = "Not Validated"
REVOKED = "Revoked"

STATES = (IDENTIFICATION, DOCUMENTATION, ASSESSMENT, PENDING_APPROVAL, VALIDATED, NOT_VALIDATED, REVOKED)
OPEN_STATES = (IDENTIFICATION, DOCUMENTATION, ASSESSMENT, PENDING_APPROVAL)

# Whether a decided validation still holds. Not a state: time expires it, no person does.
CURRENT, EXPIRED = "Current", "Expired"
# How a validation that was appealed against opens again; no step of the table, as nothing leads out of
# Not Validated: the decision stays, and the appeal is a case of its own.
APPEAL = "Appeal"

# 0 draft, 1 submitted, 2 cancelled: the only document status each state may have.
DOCSTATUS = {
	**dict.fromkeys(OPEN_STATES, 0),
	VALIDATED: 1,
	NOT_VALIDATED: 1,
	REVOKED: 2,
}


@dataclass(frozen=True)
class Transition:
	"""One row of the table: who may lead a validation from one state to the next, by which action."""

	source: str
	action: str
	target: str
	role: str
	needs_reason: bool = False


TRANSITIONS = (
	Transition(IDENTIFICATION, "Document", DOCUMENTATION, roles.CASE_WORKER),
	Transition(DOCUMENTATION, "Submit for Assessment", ASSESSMENT, roles.CASE_WORKER),
	Transition(ASSESSMENT, "Return for Evidence", DOCUMENTATION, roles.ASSESSOR, needs_reason=True),
	Transition(ASSESSMENT, "Propose", PENDING_APPROVAL, roles.ASSESSOR),
	Transition(PENDING_APPROVAL, "Return to Assessor", ASSESSMENT, roles.SUPERVISOR, needs_reason=True),
	Transition(PENDING_APPROVAL, "Approve", VALIDATED, roles.SUPERVISOR),
	Transition(PENDING_APPROVAL, "Reject", NOT_VALIDATED, roles.SUPERVISOR, needs_reason=True),
	Transition(VALIDATED, "Revoke", REVOKED, roles.COORDINATOR, needs_reason=True),
)
ACTIONS = tuple(dict.fromkeys(row.action for row in TRANSITIONS))

# Who writes what, phase by phase. What is in no row is written by KIM alone (see CONTROLLED).
WRITER = {
	IDENTIFICATION: roles.CASE_WORKER,
	DOCUMENTATION: roles.CASE_WORKER,
	ASSESSMENT: roles.ASSESSOR,
	PENDING_APPROVAL: roles.SUPERVISOR,
	VALIDATED: roles.COORDINATOR,
}
WRITABLE = {
	IDENTIFICATION: ("participant", "competence", "claimed_level", "method", "evidence"),
	DOCUMENTATION: ("claimed_level", "method", "evidence"),
	ASSESSMENT: ("method", "ratings", "proposed_level", "assessed_on", "rationale"),
}
CONTENT = tuple(dict.fromkeys(field for fields in WRITABLE.values() for field in fields))
CONTROLLED = (
	"case_worker",
	"assessor",
	"approver",
	"decided_on",
	"validated_level",
	"valid_until",
	"validity",
	"certificate_number",
	"steps",
	"contributors",
	"open_key",
	"waiting_since",
	"reminded_on",
	"escalated_on",
	"reason_by",
	"amended_from",
	"imported",
	"legacy_import",
	"legacy_source",
	"legacy_assessor",
)


def transition_between(source: str, target: str) -> Transition | None:
	"""The table's row that leads from `source` to `target`, or None when there is none."""
	return next((row for row in TRANSITIONS if (row.source, row.target) == (source, target)), None)


def ways_out_of(source: str) -> tuple[str, ...]:
	"""The names of the actions that a validation in state `source` can take, in the table's order."""
	return tuple(row.action for row in TRANSITIONS if row.source == source)
