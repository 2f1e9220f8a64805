"""The Workflows that Frappe shows are the tables that the controllers enforce."""

import json
from pathlib import Path

import pytest

from kim_app import roles
from kim_app.inclusion import workflow as plans
from kim_app.validation import workflow

FIXTURES = Path(__file__).parents[2] / "kim_app" / "fixtures"
TABLES = {"KIM Validation": workflow, "KIM Inclusion Plan": plans}


def load(name):
	return json.loads((FIXTURES / name).read_text(encoding="utf-8"))


def shipped(name):
	return next(row for row in load("workflow.json") if row["name"] == name)


def test_every_workflow_has_its_table():
	assert {row["name"]: row["document_type"] for row in load("workflow.json")} == {
		name: name for name in TABLES
	}


@pytest.mark.parametrize("name", TABLES)
def test_every_transition_of_the_workflow_stands_in_the_table_and_the_other_way_round(name):
	assert [
		(row["state"], row["action"], row["next_state"], row["allowed"])
		for row in shipped(name)["transitions"]
	] == [(row.source, row.action, row.target, row.role) for row in TABLES[name].TRANSITIONS]


def test_every_state_has_the_document_status_of_the_table():
	states = shipped("KIM Validation")["states"]
	assert {row["state"]: int(row["doc_status"]) for row in states} == workflow.DOCSTATUS
	states = shipped("KIM Inclusion Plan")["states"]
	assert {row["state"]: int(row["doc_status"]) for row in states} == dict.fromkeys(plans.STATES, 0)


def test_the_buttons_that_decide_are_hidden_from_those_who_prepared_the_case():
	for row in shipped("KIM Validation")["transitions"]:
		if row["action"] in ("Approve", "Reject"):
			assert not row["allow_self_approval"]
			for person in ("doc.owner", "doc.case_worker", "doc.assessor"):
				assert person in row["condition"]
	for row in shipped("KIM Inclusion Plan")["transitions"]:
		if row["action"] == "Approve":
			assert not row["allow_self_approval"]
			for person in ("doc.owner", "doc.case_worker"):
				assert person in row["condition"]


def test_a_plan_in_force_and_one_that_was_never_approved_are_offered_their_own_ways():
	offered = shipped("KIM Inclusion Plan")["transitions"]
	for row, shown in zip(plans.TRANSITIONS, offered, strict=True):
		condition = shown.get("condition", "")
		assert ("not doc.version" in condition) == (row.in_force is False), shown
		assert (condition == "doc.version") == (row.in_force is True), shown


def test_states_actions_and_roles_are_shipped_too():
	assert {row["name"] for row in load("workflow_state.json")} == {*workflow.STATES, *plans.STATES}
	assert {row["name"] for row in load("workflow_action_master.json")} == {*workflow.ACTIONS, *plans.ACTIONS}
	assert {row["name"]: row["desk_access"] for row in load("role.json")} == {
		role: int(role != roles.PARTICIPANT) for role in roles.ALL
	}
