"""The Workflow that Frappe shows is the table that the controller enforces."""

import json
from pathlib import Path

from kim_app import roles
from kim_app.validation import workflow

FIXTURES = Path(__file__).parents[2] / "kim_app" / "fixtures"


def load(name):
	return json.loads((FIXTURES / name).read_text(encoding="utf-8"))


def test_every_transition_of_the_workflow_stands_in_the_table_and_the_other_way_round():
	(shipped,) = load("workflow.json")
	assert [
		(row["state"], row["action"], row["next_state"], row["allowed"]) for row in shipped["transitions"]
	] == [(row.source, row.action, row.target, row.role) for row in workflow.TRANSITIONS]


def test_every_state_has_the_document_status_of_the_table():
	(shipped,) = load("workflow.json")
	assert {row["state"]: int(row["doc_status"]) for row in shipped["states"]} == workflow.DOCSTATUS


def test_the_buttons_that_decide_are_hidden_from_those_who_prepared_the_case():
	(shipped,) = load("workflow.json")
	for row in shipped["transitions"]:
		if row["action"] in ("Approve", "Reject"):
			assert not row["allow_self_approval"]
			for person in ("doc.owner", "doc.case_worker", "doc.assessor"):
				assert person in row["condition"]


def test_states_actions_and_roles_are_shipped_too():
	assert {row["name"] for row in load("workflow_state.json")} == set(workflow.STATES)
	assert {row["name"] for row in load("workflow_action_master.json")} == set(workflow.ACTIONS)
	assert {row["name"]: row["desk_access"] for row in load("role.json")} == {
		role: int(role != roles.PARTICIPANT) for role in roles.ALL
	}
