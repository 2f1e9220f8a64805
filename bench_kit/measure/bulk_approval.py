"""Validations approved per second: KIM's bulk decision against Frappe's bulk workflow action, on the same
validations, one way after the other. Both run in this process, as they do in a worker."""

from __future__ import annotations

import contextlib
import io
import json
import time

import frappe
from frappe.model import workflow as frappe_workflow

from bench_kit.measure import cases
from kim_app import roles
from kim_app.session import acting_as
from kim_app.validation import bulk, bulk_run, notices

TITLE = "Approving in bulk"
HEADS = ["way", "round", "validations", "approved", "seconds", "per second"]


def measure(options) -> tuple[list[str], list[list[str]]]:
	"""Heads and rows of the table."""
	staff, names = cases.make_pending(options.validations)
	rows = []
	for number in range(1, options.rounds + 1):
		for way, approve in (("Frappe's bulk action", by_frappe), ("KIM's bulk decision", by_kim)):
			with acting_as(staff[roles.SUPERVISOR]):
				began = time.perf_counter()
				approve(names)
				seconds = time.perf_counter() - began
			approved = frappe.db.count(
				cases.DOCTYPE, {"name": ["in", names], "workflow_state": "Validated", "docstatus": 1}
			)
			rows.append([way, number, len(names), approved, f"{seconds:.1f}", f"{approved / seconds:.1f}"])
			cases.put_back(names)
	return HEADS, rows


def by_frappe(names: list[str]) -> None:
	# Frappe 16 hands more than twenty to a worker; this is what the worker does.
	approve = getattr(frappe_workflow, "_bulk_workflow_action", None)
	# It prints, and it leaves hundreds of notices to the queue, whose workers would take part of this machine.
	with notices.summed_up(), contextlib.redirect_stdout(io.StringIO()):
		if approve:
			approve(names, cases.DOCTYPE, "Approve")
		else:
			frappe_workflow.bulk_workflow_approval(json.dumps(names), cases.DOCTYPE, "Approve")
	frappe.db.commit()
	frappe.clear_messages()


def by_kim(names: list[str]) -> None:
	real, frappe.enqueue = frappe.enqueue, lambda *args, **kwargs: None
	try:
		name = bulk.decide(names, "Approve")["name"]
		frappe.db.commit()
	finally:
		frappe.enqueue = real
	bulk_run.run(name, frappe.db.get_value(bulk_run.BULK, name, "run"))
