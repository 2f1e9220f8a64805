"""Which claim and which decision stand for a competence, without a site."""

from datetime import date

from kim_app.profile.rules import Claim, Decision, holds, standing_claim, standing_decision

TODAY = date(2026, 3, 9)


def decision(name, position, state="Validated", decided_on=date(2026, 1, 1), valid_until=None):
	return Decision(name, state, str(position), position, decided_on, valid_until)


def test_a_validation_holds_through_its_last_day_and_not_after():
	assert holds("Validated", None, TODAY)
	assert holds("Validated", TODAY, TODAY)
	assert not holds("Validated", date(2026, 3, 8), TODAY)


def test_what_is_revoked_or_was_not_validated_never_holds():
	for state in ("Revoked", "Not Validated", "Pending Approval"):
		assert not holds(state, None, TODAY)


def test_the_highest_level_that_holds_stands():
	best = standing_decision([decision("low", 1), decision("high", 3), decision("middle", 2)], TODAY)
	assert best.validation == "high"


def test_a_profile_falls_back_to_the_best_that_remains():
	decisions = [
		decision("revoked", 4, state="Revoked"),
		decision("expired", 3, valid_until=date(2026, 3, 8)),
		decision("remaining", 2),
	]
	assert standing_decision(decisions, TODAY).validation == "remaining"
	assert standing_decision(decisions[:2], TODAY) is None
	assert standing_decision([], TODAY) is None


def test_of_equal_levels_the_one_that_holds_longest_stands():
	until = date(2027, 1, 1)
	assert standing_decision([decision("a", 2, valid_until=until), decision("b", 2)], TODAY).validation == "b"
	newer = decision("newer", 2, decided_on=date(2026, 2, 1))
	assert standing_decision([newer, decision("older", 2)], TODAY).validation == "newer"


def test_the_latest_claim_stands_and_on_one_day_the_participants_own():
	opened = Claim("2", 2, date(2026, 1, 5))
	own = Claim("3", 3, date(2026, 1, 5), self_assessment="KIM-S-00001")
	assert standing_claim([opened, own]) == own
	assert standing_claim([own, Claim("1", 1, date(2026, 2, 1))]).level == "1"
	assert standing_claim([]) is None
