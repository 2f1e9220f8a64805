"""The rules of a self assessment, without a site."""

from kim_app.self_assessment import rules
from kim_app.self_assessment.rules import Answer

COMPETENCES, SCALE = ("LIT", "DIG"), ("0", "1", "2")


def kinds(breaches):
	return [breach.kind for breach in breaches]


def check(*given):
	return kinds(rules.answers(given, COMPETENCES, SCALE))


def test_a_level_a_not_known_yet_and_no_answer_are_all_answers_that_can_be_kept():
	assert check(Answer("LIT", "2"), Answer("DIG", unknown=True)) == []
	assert check(Answer("LIT"), Answer("DIG")) == []


def test_a_level_off_the_scale_a_foreign_competence_and_one_rated_twice_are_refused():
	assert check(Answer("LIT", "9")) == ["level-off-scale"]
	assert check(Answer("COOKING", "1")) == ["competence-foreign"]
	assert check(Answer("LIT", "1"), Answer("LIT", "2")) == ["competence-twice"]


def test_a_level_and_not_known_yet_exclude_each_other():
	assert check(Answer("LIT", "1", unknown=True)) == ["level-and-unknown"]


def test_one_is_opened_for_a_published_framework_and_not_beside_another_draft():
	assert rules.opening("Published", None) == []
	for status in ("Draft", "Retired", None):
		assert kinds(rules.opening(status, None)) == ["framework-not-published"]
	assert kinds(rules.opening("Published", "KIM-S-00001")) == ["draft-exists"]


def test_what_is_finished_is_neither_changed_nor_finished_again_nor_deleted():
	assert kinds(rules.changes(rules.FINISHED, {"ratings"})) == ["finished"]
	assert rules.changes(rules.FINISHED, set()) == []
	assert kinds(rules.finishing(rules.FINISHED, [Answer("LIT", "1")])) == ["finished"]
	assert kinds(rules.deletion(rules.FINISHED)) == ["kept"]
	assert rules.deletion(rules.DRAFT) == []


def test_nothing_answered_is_not_finished_and_kims_own_fields_are_not_written_by_hand():
	assert kinds(rules.finishing(rules.DRAFT, [Answer("LIT")])) == ["nothing-answered"]
	assert rules.finishing(rules.DRAFT, [Answer("LIT", unknown=True)]) == []
	assert kinds(rules.changes(rules.DRAFT, {"status"})) == ["written-by-kim"]
