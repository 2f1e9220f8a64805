"""The rules of a recommendation: who leads it where, and what it needs on it. Needs no site."""

import pytest

from kim_app.green_paper import rules
from kim_app.green_paper.rules import Actor, Evidence, Recommendation

AUTHOR = Actor(author=True, coordinator=False, of_its_organisation=False)
COLLEAGUE = Actor(author=False, coordinator=False, of_its_organisation=False)
COORDINATOR = Actor(author=False, coordinator=True, of_its_organisation=True)
PARTNER = Actor(author=False, coordinator=True, of_its_organisation=False)
WRITING_COORDINATOR = Actor(author=True, coordinator=True, of_its_organisation=True)


def actions(state, actor):
	return [row.action for row in rules.ways(state, actor)]


@pytest.mark.parametrize(
	("state", "actor", "expected"),
	[
		("Draft", AUTHOR, ["Submit for Review"]),
		("Draft", COORDINATOR, []),
		("Draft", COLLEAGUE, []),
		("Under Review", AUTHOR, ["Take Back"]),
		("Under Review", COORDINATOR, ["Return to Author", "Publish"]),
		("Under Review", PARTNER, ["Return to Author", "Publish"]),
		("Under Review", WRITING_COORDINATOR, ["Take Back"]),
		("Under Review", COLLEAGUE, []),
		("Published", AUTHOR, []),
		("Published", COORDINATOR, ["Retire"]),
		("Published", WRITING_COORDINATOR, ["Retire"]),
		("Published", PARTNER, []),
		("Retired", WRITING_COORDINATOR, []),
	],
)
def test_each_state_leaves_each_person_their_steps(state, actor, expected):
	assert actions(state, actor) == expected


@pytest.mark.parametrize("state", ["Draft", "Under Review", "Published", "Retired"])
@pytest.mark.parametrize("actor", [AUTHOR, COLLEAGUE, COORDINATOR, PARTNER, WRITING_COORDINATOR])
def test_what_is_offered_is_what_is_allowed(state, actor):
	for row in rules.STEPS:
		found, breaches = rules.step(state, row.action, actor, "a reason")
		assert (row.action in actions(state, actor)) == (found is not None and not breaches)


def test_a_step_that_takes_something_away_needs_a_reason():
	for reason in (None, "", "  "):
		_row, breaches = rules.step("Under Review", "Return to Author", COORDINATOR, reason)
		assert [breach.kind for breach in breaches] == ["reason-missing"]


def test_a_step_from_another_state_names_the_ways_there_are():
	row, (breach,) = rules.step("Draft", "Publish", COORDINATOR, None)
	assert row is None and breach.values["ways"] == ("Submit for Review",)


def report(name: str, measure: str, **fields) -> Evidence:
	return Evidence(2, "Report", "Figures", "", about=False, report=name, measure=measure, **fields)


SOURCE = Evidence(1, "Source", "Costs", "KIM, 2014", about=False)
LONG = "Interpreters should be paid for from the first interview on."


@pytest.mark.parametrize(
	("fields", "kinds"),
	[
		({}, []),
		({"text": "Pay."}, ["text-too-short"]),
		({"text": " " * 60}, ["text-too-short"]),
		({"audiences": 0}, ["audience-missing"]),
		({"evidence": ()}, ["evidence-missing"]),
		(
			{"text": "", "audiences": 0, "evidence": ()},
			["text-too-short", "audience-missing", "evidence-missing"],
		),
	],
)
def test_what_says_too_little_is_not_submitted(fields, kinds):
	view = Recommendation(**{"text": LONG, "audiences": 1, "evidence": (SOURCE,), **fields})
	assert [breach.kind for breach in rules.submitting(view)] == kinds


@pytest.mark.parametrize(
	("row", "kinds"),
	[
		(SOURCE, []),
		(Evidence(2, "Source", "Figures", "  ", about=False), ["reference-missing"]),
		(report("KIM Gender Equity", "Participants"), []),
		(report("", "Participants"), ["report-missing"]),
		(report("KIM Data Quality", "Participants"), ["report-missing"]),
		(report("KIM Training Coverage", "Participants"), ["measure-missing"]),
		(report("KIM Gender Equity", "Participants", reversed_period=True), ["period-reversed"]),
		(Evidence(2, "Count of Validations", "Validated", "", about=True), []),
		(Evidence(2, "Count of Validations", "Validated", "KIM", about=False), ["nothing-to-count"]),
		(Evidence(2, "Hearsay", "Somebody said so", "x", about=True), ["no-such-kind"]),
	],
)
def test_evidence_can_be_found_or_counted(row, kinds):
	breaches = rules.evidence([row])
	assert [breach.kind for breach in breaches] == kinds
	assert all(breach.values["row"] == row.row for breach in breaches)


@pytest.mark.parametrize("state", ["Under Review", "Published", "Retired"])
def test_what_was_reviewed_is_what_is_published(state):
	assert {breach.values["field"] for breach in rules.changes(state, rules.CONTENT)} == set(rules.CONTENT)
	assert rules.changes("Draft", rules.CONTENT) == []


def test_what_kim_writes_is_written_by_nobody_else_in_any_state():
	assert [breach.kind for breach in rules.changes("Draft", ["status", "endorsements"])] == [
		"written-by-kim"
	] * 2


def test_a_paper_is_made_only_for_topics_and_audiences_that_there_are():
	assert rules.filters(None, None) == rules.filters("Work", "for_policy") == []
	assert [breach.kind for breach in rules.filters("Weather", "owner")] == [
		"no-such-topic",
		"no-such-audience",
	]
