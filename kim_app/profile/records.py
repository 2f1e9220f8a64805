"""What is on record of one participant's competences, read with few queries. May import frappe.

Everything is read with the user's own rights, so nobody gets more of it than their lists show.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

import frappe
from frappe.utils import getdate

from kim_app.frameworks import listing
from kim_app.validation import workflow


@dataclass
class Records:
	"""Of one participant, each keyed by the competence's name: `claims` the row of KIM Profile
	Competence, `validations` all of them, the oldest first, `evidence` what bears on the competence or
	on one of its indicators."""

	claims: dict[str, dict] = field(default_factory=dict)
	validations: dict[str, list[dict]] = field(default_factory=lambda: defaultdict(list))
	evidence: dict[str, list[dict]] = field(default_factory=lambda: defaultdict(list))

	def competences(self) -> set[str]:
		"""The names of all competences of which anything is on record."""
		return {*self.claims, *self.validations, *self.evidence}


def of(participant: str) -> Records:
	"""What the user may read of `participant` (a name)."""
	records = Records()
	for row in frappe.get_list(
		"KIM Profile Competence",
		filters={"participant": participant, "claimed_level": ["is", "set"]},
		fields=["competence", "claimed_level", "claimed_on", "self_assessment"],
		limit=0,
	):
		records.claims[row.competence] = row
	for row in frappe.get_list(
		"KIM Validation",
		filters={"participant": participant},
		fields=[
			"name",
			"competence",
			"workflow_state",
			"claimed_level",
			"validated_level",
			"creation",
			"decided_on",
			"valid_until",
			"certificate_number",
			"amended_from",
			"imported",
		],
		order_by="creation asc",
		limit=0,
	):
		records.validations[row.competence].append(_dated(row))
	_date_revocations(records)
	for rows in records.validations.values():
		# A register brings in at one moment what it decided over years.
		rows.sort(key=lambda row: row.decided_on or row.opened_on)
	for competence, row in evidence_of(participant):
		records.evidence[competence].append(row)
	return records


def _dated(row):
	"""A validation with days in place of the times that Frappe keeps."""
	row.opened_on = getdate(row.pop("creation"))
	row.decided_on = row.decided_on and getdate(row.decided_on)
	row.valid_until = row.valid_until and getdate(row.valid_until)
	row.revoked_on = None
	return row


def _date_revocations(records: Records):
	revoked = {
		row.name: row
		for rows in records.validations.values()
		for row in rows
		if row.workflow_state == workflow.REVOKED
	}
	for step in frappe.get_all(
		"KIM Validation Step",
		filters={
			"parenttype": "KIM Validation",
			"parent": ["in", list(revoked) or [""]],
			"to_state": workflow.REVOKED,
		},
		fields=["parent", "taken_on"],
	):
		revoked[step.parent].revoked_on = getdate(step.taken_on)


def evidence_of(participant: str, but: tuple[str, ...] = ()) -> list[tuple[str, dict]]:
	"""Pairs of a competence's name and a piece of evidence that bears on it: `name`, `title`, `kind`,
	`status`, `from_date`, `to_date`. `but` names statuses that are left out."""
	filters = {"participant": participant}
	if but:
		filters["status"] = ["not in", but]
	evidence = {
		row.name: row
		for row in frappe.get_list(
			"KIM Evidence",
			filters=filters,
			fields=["name", "title", "kind", "status", "from_date", "to_date"],
			order_by="creation asc",
			limit=0,
		)
	}
	rows = frappe.get_all(
		"KIM Evidence Competence",
		filters={"parenttype": "KIM Evidence", "parent": ["in", list(evidence) or [""]]},
		fields=["parent", "competence"],
		order_by="creation asc, parent asc",
	)
	homes = listing.homes({row.competence for row in rows})
	# Two indicators of one competence make one piece of evidence of it.
	pairs = dict.fromkeys((homes[row.competence], row.parent) for row in rows)
	return [(competence, evidence[name]) for competence, name in pairs]
