"""Goals that follow from a profile: largest gap first, once each, and only what is new."""

from kim_app.inclusion import areas, suggestions
from kim_app.inclusion.suggestions import Aim
from kim_app.profile.gaps import Requirement, Standing, gaps

JOB = [Requirement("DIG", "3", 3, 0), Requirement("CIT", "2", 2, 0), Requirement("LIT", "1", 1, 0)]
COURSE = [Requirement("DIG", "4", 4, 0), Requirement("CIT", "2", 2, 0)]
STANDINGS = {"DIG": Standing(validated=1, claimed=3), "LIT": Standing(validated=2)}


def suggest(profiles, aims=(), left_out=None):
	found = {name: gaps(required, STANDINGS) for name, required in profiles.items()}
	return suggestions.suggest(found, aims, left_out)


def test_the_largest_gap_comes_first_and_what_is_met_does_not_come():
	found = suggest({"job": JOB})
	assert [(one.competence, one.gap.steps) for one in found] == [("CIT", 2), ("DIG", 2)]


def test_of_several_profiles_the_highest_level_counts_and_each_that_asks_for_it_is_named():
	found = {one.competence: one for one in suggest({"job": JOB, "course": COURSE})}
	assert found["DIG"].gap.level == "4" and found["DIG"].profiles == ("course",)
	assert found["CIT"].profiles == ("job", "course")


def test_running_it_again_proposes_only_what_is_new():
	aims = [Aim("CIT", 2), Aim("DIG", 3)]
	assert suggest({"job": JOB}, aims) == []
	(raised,) = suggest({"job": JOB, "course": COURSE}, aims)
	assert (raised.competence, raised.raises) == ("DIG", 3)


def test_a_dropped_goal_may_be_proposed_again():
	assert [
		one.competence for one in suggest({"job": JOB}, [Aim("CIT", 2, dropped=True), Aim("DIG", 3)])
	] == ["CIT"]


def test_what_was_left_out_comes_last_and_marked_until_more_is_asked_for():
	found = suggest({"job": JOB}, left_out={"CIT": 2})
	assert [(one.competence, one.left_out) for one in found] == [("DIG", False), ("CIT", True)]
	assert not any(one.left_out for one in suggest({"job": JOB}, left_out={"CIT": 1}))


def test_the_note_of_what_was_left_out_is_read_as_it_was_written():
	note = suggestions.note(None, [("KC-2018-CIT", 2), ("A B", 0)])
	assert suggestions.refused(note) == {"KC-2018-CIT": 2, "A B": 0}
	note = suggestions.note(note, [("KC-2018-CIT", 1)], take_back=["A B"])
	assert suggestions.refused(note) == {"KC-2018-CIT": 2}
	assert suggestions.refused("nonsense\n\n3") == {}


def test_an_area_is_guessed_from_framework_code_words_and_kind():
	assert areas.guess("CEFR-2020", ["LIS"]) == "Language"
	assert areas.guess("KC-2018", ["DIG"]) == "Digital"
	assert areas.guess("KIM-1", ["HEA-MEDICINE", "HEA"]) == "Health"
	assert areas.guess("KIM-1", ["HOU", "DAY"]) == "Housing"
	assert areas.guess("ESCO-1", ["S1"], "Speaking to customers") == "Language"
	assert areas.guess("ESCO-1", ["S1"], "lay bricks", "Job") == "Work"
	assert areas.guess("X-1", [], "stir", "Course") == "Education"
	assert areas.guess(None, [], "") == "Work"
	assert set(areas.BY_CODE.values()) <= set(areas.AREAS)
