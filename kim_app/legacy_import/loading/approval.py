"""On whose word an import is brought in. May import frappe."""

from dataclasses import dataclass

import frappe

DOCTYPE = "KIM Legacy Import"


@dataclass(frozen=True, slots=True)
class Approval:
	"""The approved import that the records belong to, and who stands behind it.

	`owner` attached the workbook: the records are theirs, so that whoever approves them later is another.
	"""

	name: str
	centre: str
	organisation: str
	owner: str
	approved_by: str | None


def approval_of(name: str) -> Approval:
	"""Return the approval of import `name`."""
	row = frappe.db.get_value(
		DOCTYPE, name, ["centre", "organisation", "owner", "uploaded_by", "approved_by"], as_dict=True
	)
	return Approval(name, row.centre, row.organisation, row.uploaded_by or row.owner, row.approved_by)
