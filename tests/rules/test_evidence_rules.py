"""The rules of evidence, without a site."""

from datetime import date

import pytest

from kim_app import roles
from kim_app.evidence import rules
from kim_app.evidence.rules import RATED, RECORDED, SUPERSEDED, VERIFIED

TODAY = date(2026, 11, 24)
YES = dict.fromkeys(rules.QUESTIONS, "Yes")


def kinds(breaches):
	return [breach.kind for breach in breaches]


def rater(user="assessor", **values):
	given = {
		"roles": (roles.ASSESSOR,),
		"works_there": True,
		"recorders": {"caseworker"},
		"participant": "ada",
	}
	return rules.Rater(user=user, **{**given, **values})


def test_dates_stand_in_order_and_not_in_the_future():
	assert rules.dates(None, None, TODAY) == []
	assert rules.dates(TODAY, TODAY, TODAY) == []
	assert kinds(rules.dates(date(2010, 2, 1), date(2009, 1, 1), TODAY)) == ["dates-reversed"]
	(breach,) = rules.dates(date(2020, 1, 1), date(2026, 11, 25), TODAY)
	assert (breach.kind, breach.values["field"]) == ("date-in-future", "to_date")


def test_hours_fit_into_the_days_between_both_included():
	day = date(2020, 1, 1)
	assert rules.hours(None, day, day) == []
	assert rules.hours(24, day, day) == []
	assert rules.hours(48, day, date(2020, 1, 2)) == []
	assert rules.hours(9000, day, None) == []
	assert kinds(rules.hours(-1, None, None)) == ["hours-negative"]
	(breach,) = rules.hours(25, day, day)
	assert (breach.kind, breach.values["most"]) == ("hours-too-many", 24)


@pytest.mark.parametrize("field", rules.CONTROLLED)
def test_what_kim_writes_is_not_written_by_hand(field):
	assert kinds(rules.changes(RECORDED, {field}, ())) == ["written-by-kim"]


@pytest.mark.parametrize("field", rules.CONTENT)
def test_content_is_open_until_somebody_has_judged_it(field):
	assert rules.changes(RECORDED, {field}, ()) == []
	assert rules.changes(RATED, {field}, ()) == []
	assert kinds(rules.changes(VERIFIED, {field}, ())) == ["verified"]
	assert kinds(rules.changes(SUPERSEDED, {field}, ())) == ["superseded"]
	assert kinds(rules.changes(RECORDED, {field}, ["KIM-V-00001"])) == ["judged"]


def test_what_it_supersedes_is_said_once_and_for_all():
	assert kinds(rules.changes(RECORDED, {"supersedes"}, ())) == ["supersedes-later"]


def test_four_times_yes_verifies_and_anything_else_rates():
	assert rules.status_after(YES) == VERIFIED
	for question in rules.QUESTIONS:
		assert rules.status_after({**YES, question: "Partly"}) == RATED
		assert rules.status_after({**YES, question: "No"}) == RATED


def test_an_assessor_who_had_no_hand_in_it_rates():
	assert rules.rating(RECORDED, YES, None, rater()) == []
	assert rules.rating(RATED, YES, "", rater()) == [], "rated again until verified"


@pytest.mark.parametrize(
	"who, kind",
	[
		(rater(roles=(roles.CASE_WORKER, roles.SUPERVISOR)), "not-assessor"),
		(rater(works_there=False), "other-centre"),
		(rater("caseworker"), "own-record"),
		(rater("ada"), "own-evidence"),
	],
)
def test_nobody_else_rates(who, kind):
	assert kinds(rules.rating(RECORDED, YES, None, who)) == [kind]


@pytest.mark.parametrize("status, kind", [(VERIFIED, "verified"), (SUPERSEDED, "superseded")])
def test_verified_and_superseded_evidence_is_not_rated_again(status, kind):
	assert kinds(rules.rating(status, YES, None, rater())) == [kind]


@pytest.mark.parametrize("answer", [None, "", "yes", "Perhaps"])
def test_each_of_the_four_questions_is_answered(answer):
	(breach,) = rules.rating(RECORDED, {**YES, "current": answer}, "why", rater())
	assert (breach.kind, breach.values["questions"]) == ("not-all-answered", ["current"])


@pytest.mark.parametrize("comment", [None, "", "  \n"])
def test_what_is_missing_is_said(comment):
	assert kinds(rules.rating(RECORDED, {**YES, "valid": "No"}, comment, rater())) == ["comment-missing"]


def older(**values):
	return {"name": "E-1", "participant": "P-1", "status": VERIFIED, "superseded_by": None, **values}


@pytest.mark.parametrize("status", [RECORDED, RATED, VERIFIED])
def test_evidence_of_the_same_participant_is_superseded(status):
	assert rules.superseding(None, "P-1", older(status=status)) == []


@pytest.mark.parametrize(
	"name, earlier, kind",
	[
		(None, None, "supersedes-nothing"),
		("E-1", older(), "supersedes-itself"),
		(None, older(participant="P-2"), "supersedes-anothers"),
		(None, older(status=SUPERSEDED, superseded_by="E-2"), "superseded-twice"),
		(None, older(superseded_by="E-2"), "superseded-twice"),
	],
)
def test_nothing_else_is_superseded(name, earlier, kind):
	assert kinds(rules.superseding(name, "P-1", earlier)) == [kind]


def test_verified_and_superseded_evidence_is_kept():
	assert rules.deletion(RECORDED) == rules.deletion(RATED) == []
	assert kinds(rules.deletion(VERIFIED)) == kinds(rules.deletion(SUPERSEDED)) == ["kept"]


def test_a_validation_keeps_superseded_evidence_that_it_cites_and_takes_no_more():
	statuses = {"E-1": SUPERSEDED, "E-2": SUPERSEDED, "E-3": VERIFIED}
	assert rules.not_to_be_cited(statuses, ["E-1"]) == ["E-2"]


def test_who_hands_in_shows_a_file_or_says_something():
	assert [breach.kind for breach in rules.handing_in(0, " ", 5)] == ["nothing-handed-in"]
	assert [breach.kind for breach in rules.handing_in(6, None, 5)] == ["too-many-files"]
	assert rules.handing_in(0, "Two years at the market.", 5) == rules.handing_in(5, None, 5) == []


@pytest.mark.parametrize(
	"from_participant, status, cited_in, kinds",
	[
		(True, rules.RECORDED, (), []),
		(True, rules.RECORDED, ("KIM-V-1",), ["in-use"]),
		(True, rules.RATED, (), ["in-use"]),
		(True, rules.VERIFIED, (), ["in-use"]),
		(False, rules.RECORDED, (), ["not-handed-in"]),
	],
)
def test_what_was_handed_in_is_taken_back_as_long_as_nobody_used_it(
	from_participant, status, cited_in, kinds
):
	assert [breach.kind for breach in rules.taking_back(from_participant, status, cited_in)] == kinds
