"""How far a person is from a target profile, and what a target profile may require."""

import json
from pathlib import Path

import pytest

from kim_app.profile import targets
from kim_app.profile.gaps import Gap, Requirement, Standing, gaps, nothing_shown

KIM_SCALE = (False, False, True, True, True)
CEFR = (True,) * 6


def requirement(competence="DIG", position=3, nothing=0):
	return Requirement(competence, str(position), position, nothing)


def test_a_gap_is_the_number_of_levels_from_the_validated_to_the_required_one():
	(gap,) = gaps([requirement(position=3)], {"DIG": Standing(validated=1, claimed=2)})
	assert gap == Gap("DIG", "3", 3, 1, 2, steps=2, claimed_steps=1)
	assert not gap.met


def test_who_reached_more_than_required_has_no_gap():
	(gap,) = gaps([requirement(position=2)], {"DIG": Standing(validated=4)})
	assert (gap.steps, gap.met) == (0, True)


def test_a_claim_alone_closes_no_gap_but_is_told_apart():
	(gap,) = gaps([requirement(position=2)], {"DIG": Standing(claimed=3)})
	assert (gap.steps, gap.claimed_steps, gap.met, gap.only_claimed) == (2, 0, False, True)


def test_where_the_lowest_level_means_nothing_whoever_shows_nothing_stands_there():
	assert nothing_shown(KIM_SCALE) == 0
	(gap,) = gaps([requirement(position=2, nothing=nothing_shown(KIM_SCALE))], {})
	assert gap.steps == 2


def test_where_the_lowest_level_is_an_achievement_it_counts_as_a_step():
	assert nothing_shown(CEFR) == -1
	(gap,) = gaps([requirement("LANG", position=1, nothing=nothing_shown(CEFR))], {})
	assert gap.steps == 2


@pytest.mark.parametrize("scale", [(), (False, False)])
def test_a_scale_that_does_not_tell_what_counts_counts_every_level(scale):
	assert nothing_shown(scale) == -1


def test_a_validated_lowest_level_that_means_nothing_is_no_better_than_nothing():
	(gap,) = gaps([requirement(position=2, nothing=0)], {"DIG": Standing(validated=0)})
	assert gap.steps == 2


def test_the_largest_gap_comes_first_then_what_is_not_even_claimed():
	asked = [requirement(name, position=2) for name in ("met", "claimed", "nothing", "near")]
	standings = {
		"met": Standing(validated=2),
		"claimed": Standing(claimed=2),
		"near": Standing(validated=1),
	}
	assert [gap.competence for gap in gaps(asked, standings)] == ["nothing", "claimed", "near", "met"]


def test_equal_gaps_keep_the_order_of_the_target_profile():
	asked = [requirement(name) for name in ("c", "a", "b")]
	assert [gap.competence for gap in gaps(asked, {})] == ["c", "a", "b"]


DIG = targets.Competence("Competence", "KC-2018", "Published", ("0", "1", "2"))
KNOWN = {
	"DIG": DIG,
	"old": targets.Competence("Competence", "KC-2006", "Retired", ("0", "1", "2")),
	"draft": targets.Competence("Competence", "NEW-1", "Draft", ("A", "B")),
	"area": targets.Competence("Area", "KC-2018", "Published", ("0", "1", "2")),
	"indicator": targets.Competence("Indicator", "KC-2018", "Published", ("0", "1", "2")),
}


def kinds(*rows, kept=()):
	rows = [targets.Row(number, *row) for number, row in enumerate(rows, 1)]
	return [breach.kind for breach in targets.breaches(rows, KNOWN, kept)]


def test_a_target_profile_may_mix_frameworks_in_force_and_retired():
	assert kinds(("DIG", "2"), ("old", "1")) == []


def test_what_a_target_profile_may_not_require():
	assert kinds() == ["target-empty"]
	assert kinds(("DIG", "7")) == ["target-off-scale"]
	assert kinds(("DIG", "")) == ["target-off-scale"]
	assert kinds(("DIG", "1"), ("DIG", "2")) == ["target-twice"]
	assert kinds(("area", "1")) == ["target-no-competence"]
	assert kinds(("indicator", "1")) == ["target-no-competence"]
	assert kinds(("draft", "A")) == ["target-unsettled"]
	assert kinds(("nobody", "1")) == ["target-unknown"]


def test_a_breach_tells_its_row_and_the_scale():
	(breach,) = targets.breaches([targets.Row(4, "DIG", "7")], KNOWN)
	assert breach.values == {"row": 4, "competence": "DIG", "level": "7", "scale": ("0", "1", "2")}


def test_a_competence_that_is_required_already_stays_when_its_framework_goes_back_to_draft():
	assert kinds(("draft", "A"), kept={"draft"}) == []


def test_the_sample_target_profiles_require_levels_of_shipped_frameworks():
	root = Path(__file__).parents[2]
	shipped = {}
	for path in (root / "kim_app" / "data" / "frameworks").glob("*.json"):
		framework = json.loads(path.read_text(encoding="utf-8"))
		name = f"{framework['framework_code']}-{framework['version']}"
		scale = tuple(level["code"] for level in framework["levels"])
		for competence in framework["competences"]:
			shipped[f"{name}-{competence['code']}"] = targets.Competence(
				competence["kind"], name, framework["status"], scale
			)
	samples = json.loads((root / "samples" / "target-profiles.json").read_text(encoding="utf-8"))
	assert samples
	for sample in samples:
		rows = [targets.Row(number, *row) for number, row in enumerate(sample["levels"].items(), 1)]
		assert targets.breaches(rows, shipped) == [], sample["title"]
