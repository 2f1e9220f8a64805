"""What the picture of a profile tells of one competence, and which validations are worth starting."""

from datetime import date

import pytest

from kim_app.profile import picture
from kim_app.profile.gaps import Gap
from kim_app.validation.proposals import Proposal, Standing, proposal

SCALE = [{"code": str(position), "position": position} for position in range(5)]
TODAY = date(2026, 11, 24)
CLAIM = {"claimed_level": "2", "claimed_on": date(2026, 2, 1), "self_assessment": "KIM-SA-1"}


def validation(name, state="Validated", level="3", on=date(2025, 1, 1), until=None, **fields):
	return {
		"name": name,
		"workflow_state": state,
		"claimed_level": "2",
		"validated_level": level if state in ("Validated", "Revoked") else None,
		"opened_on": on,
		"decided_on": None if state == "Assessment" else on,
		"valid_until": until,
		"revoked_on": None,
		"certificate_number": f"C-{name}",
		"amended_from": None,
		"imported": 0,
		**fields,
	}


def entry(*validations, claim=None, notice_days=0):
	return picture.entry(SCALE, claim, validations, TODAY, notice_days)


def test_a_claim_and_a_validation_stand_beside_each_other():
	told = entry(validation("A", until=date(2028, 1, 1)), claim=CLAIM)
	assert told["claimed"] == {
		"level": "2",
		"position": 2,
		"on": date(2026, 2, 1),
		"self_assessment": "KIM-SA-1",
	}
	assert (told["validated"]["level"], told["validated"]["certificate_number"]) == ("3", "C-A")
	assert told["validated"]["ends_soon"] is False
	assert told["lapsed"] is None and told["open"] is None


def test_what_expired_yesterday_is_not_current_though_nobody_marked_it():
	told = entry(validation("A", until=date(2026, 11, 23)))
	assert told["validated"] is None
	assert (told["lapsed"]["validation"], told["lapsed"]["until"]) == ("A", date(2026, 11, 23))
	assert told["history"][0]["standing"] == "expired"


def test_on_its_last_day_a_validation_still_holds():
	assert entry(validation("A", until=TODAY))["validated"]["validation"] == "A"


def test_what_is_revoked_is_never_current_nor_lapsed_and_the_best_other_one_stands():
	told = entry(validation("A", level="2"), validation("B", state="Revoked", level="4"))
	assert (told["validated"]["validation"], told["validated"]["level"]) == ("A", "2")
	assert [step["standing"] for step in told["history"]] == ["current", "revoked"]
	alone = entry(validation("B", state="Revoked", level="4"))
	assert alone["validated"] is None and alone["lapsed"] is None


def test_when_the_highest_expires_a_lower_one_that_holds_stands():
	told = entry(validation("A", level="2"), validation("B", level="4", until=date(2026, 1, 1)))
	assert told["validated"]["level"] == "2"
	assert told["lapsed"] is None


def test_the_end_is_announced_so_many_days_before():
	until = date(2026, 12, 24)
	assert entry(validation("A", until=until), notice_days=30)["validated"]["ends_soon"] is True
	assert entry(validation("A", until=until), notice_days=29)["validated"]["ends_soon"] is False


def test_an_open_case_is_told_with_its_state():
	told = entry(validation("A"), validation("B", state="Assessment"))
	assert told["open"] == {
		"validation": "B",
		"state": "Assessment",
		"since": date(2025, 1, 1),
		"level": "2",
	}
	assert told["history"][-1]["standing"] == "open"


def test_a_level_that_is_not_on_the_scale_is_not_drawn():
	told = entry(validation("A", level="B2"), claim={**CLAIM, "claimed_level": "B2"})
	assert told["validated"] is None and told["claimed"] is None


def test_a_competence_with_nothing_on_record_is_empty():
	assert entry() == {"claimed": None, "validated": None, "lapsed": None, "open": None, "history": []}


def test_a_gap_is_told_and_none_where_nothing_is_required():
	assert picture.against(None) is None
	told = picture.against(Gap("DIG", "3", 3, None, 3, steps=3, claimed_steps=0))
	assert told == {
		"level": "3",
		"position": 3,
		"steps": 3,
		"claimed_steps": 0,
		"met": False,
		"only_claimed": True,
	}


@pytest.mark.parametrize(
	("standing", "expected"),
	[
		(Standing(published=False, claimed=3), Proposal(False, False, "not-published")),
		(Standing(open_case=True, claimed=3), Proposal(False, False, "open-case")),
		(Standing(validated=2, required=2), Proposal(True, False, "reached")),
		(Standing(validated=2, claimed=3, required=2), Proposal(True, False, "reached")),
		(Standing(validated=2, required=3), Proposal(True, True)),
		(Standing(validated=2), Proposal(True, False, "validated")),
		(Standing(validated=2, claimed=2), Proposal(True, False, "validated")),
		(Standing(validated=2, claimed=3), Proposal(True, True)),
		(Standing(validated=3, ends_soon=True, required=2), Proposal(True, True, "ends-soon")),
		(Standing(), Proposal(True, False, "nothing-yet")),
		(Standing(evidence=1), Proposal(True, True)),
		(Standing(claimed=0), Proposal(True, True)),
		(Standing(required=1), Proposal(True, True)),
	],
)
def test_what_is_ticked_before_anybody_chose(standing, expected):
	assert proposal(standing) == expected
