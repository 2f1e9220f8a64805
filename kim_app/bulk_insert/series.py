"""Names from a series such as KIM-P-.#####, a block of them at a time. May import frappe."""

import re

import frappe

PLAIN = re.compile(r"(?P<prefix>[\w-]+?)\.?(?P<digits>#+)")


def plain_series(autoname: str | None) -> tuple[str, int] | None:
	"""Return prefix and number of digits of a series, None for what is none or has parts that vary."""
	found = PLAIN.fullmatch(autoname or "")
	return (found["prefix"], len(found["digits"])) if found else None


def next_names(autoname: str, count: int) -> list[str]:
	"""Take `count` names from the series `autoname`; nobody else gets them.

	The series is locked until the transaction ends, so it is asked as late as may be.
	"""
	prefix, digits = plain_series(autoname)
	table = frappe.qb.DocType("Series")
	current = frappe.qb.from_(table).select(table.current).where(table.name == prefix).for_update().run()
	first = (current[0][0] or 0) + 1 if current else 1
	last = first + count - 1
	if current:
		frappe.qb.update(table).set(table.current, last).where(table.name == prefix).run()
	else:
		frappe.qb.into(table).columns("name", "current").insert(prefix, last).run()
	return [f"{prefix}{number:0{digits}d}" for number in range(first, last + 1)]
