"""Who may take the next step of many new documents: Frappe's Workflow Actions, as it makes them for each one
that is saved. May import frappe.
"""

from collections import defaultdict
from collections.abc import Sequence

import frappe
from frappe.model.workflow import get_workflow_name
from frappe.workflow.doctype.workflow_action import workflow_action as frappe_actions

from .documents import insert_random_named

STATE = "workflow_state"


def open_actions(doctype: str, documents: Sequence[dict], names: Sequence[str]) -> None:
	"""Make the Workflow Actions of new documents that were inserted as `names`.

	Asked once for each state: the documents lie at one centre and belong to one person, and on that alone
	the answer depends.
	"""
	workflow = get_workflow_name(doctype)
	if not workflow:
		return
	of_state = defaultdict(list)
	for document, name in zip(documents, names, strict=True):
		of_state[document[STATE]].append(name)
	actions = []
	for state, named in of_state.items():
		roles = _roles(workflow, state, frappe.get_doc(doctype, named[0]))
		actions += [
			{
				"reference_doctype": doctype,
				"reference_name": name,
				STATE: state,
				"status": "Open",
				"permitted_roles": [{"role": role} for role in roles],
			}
			for name in named
			if roles
		]
	if actions:
		insert_random_named("Workflow Action", actions)


def _roles(workflow: str, state: str, document) -> list[str]:
	"""The roles that may take a step from `state`; none when nobody can."""
	transitions = frappe_actions.get_next_possible_transitions(workflow, state, document)
	found = transitions and frappe_actions.get_users_next_action_data(transitions, document)
	if isinstance(found, tuple):
		# Frappe up to 15 makes no action where nobody has the role.
		users, roles = found
		return sorted(roles) if users else []
	return sorted({transition.allowed for transition in transitions})
