"""The rules of courses, sessions, attendance and certificates, without a site."""

from datetime import date, datetime, time

import pytest

from kim_app import certificate_numbers, roles
from kim_app.training import planning, results, rules, workflow
from kim_app.training.results import Attendee
from kim_app.training.rules import Booking, Course, Develops, Module, Slot

NOW = datetime(2026, 3, 2, 8, 0)
SCALE = ("0", "1", "2")


def kinds(breaches):
	return [breach.kind for breach in breaches]


def slot(row, day=9, start=9, end=12, module=None, key="given"):
	return Slot(row, date(2026, 3, day), time(start), time(end), module, f"s{row}" if key == "given" else key)


def course(**changed):
	values = {
		"modules": (Module("A", "Procedures", "Explains both.", 3), Module("B", "Interpreters", "Works.", 2)),
		"develops": (Develops("ST-INT", "2", "Competence", SCALE),),
		"threshold": 80,
		"valid_months": 36,
	}
	return Course(**{**values, **changed})


def test_a_complete_course_can_be_published():
	assert rules.course_values(course()) + rules.publishing(course()) == []


@pytest.mark.parametrize(
	("changed", "kind"),
	[
		({"modules": (Module("A", "X", "", 1), Module("A", "Y", "", 1))}, "modules-twice"),
		({"modules": (Module("A", "X", "", 1), Module("B", "X", "", 1))}, "modules-twice"),
		({"modules": (Module("A", "X", "", 0),)}, "module-without-hours"),
		({"threshold": 0}, "threshold-off"),
		({"threshold": 101}, "threshold-off"),
		({"valid_months": -1}, "validity-negative"),
		({"develops": (Develops("K", "2", "Area", SCALE),)}, "develops-other-kind"),
		({"develops": (Develops("K", "9", "Competence", SCALE),)}, "develops-off-scale"),
		({"develops": (Develops("K", None, "Competence", SCALE),)}, "develops-off-scale"),
		({"develops": (Develops("K", "1", "Competence", SCALE),) * 2}, "competences-twice"),
		({"translations": (("it", "C"),)}, "translation-of-no-module"),
		({"translations": (("it", "A"), ("it", "A"))}, "translations-twice"),
		({"translations": (("it", None), ("it", None))}, "translations-twice"),
	],
)
def test_a_course_is_refused_with_what_is_wrong(changed, kind):
	assert kinds(rules.course_values(course(**changed))) == [kind]


def test_a_course_without_modules_or_objectives_is_not_published():
	assert kinds(rules.publishing(course(modules=()))) == ["no-modules"]
	assert kinds(rules.publishing(course(modules=(Module("A", "X", " ", 1),)))) == [
		"module-without-objectives"
	]


@pytest.mark.parametrize(
	("rows", "expected"),
	[
		([slot(1), slot(2, start=12, end=15)], []),
		([slot(1, start=12, end=9)], ["ends-before-start"]),
		([slot(1, start=12, end=12)], ["ends-before-start"]),
		([slot(1, day=1)], ["day-in-past"]),
		([slot(1, day=2, start=7, end=9)], ["day-in-past"]),
		([slot(1), slot(2, start=11, end=13)], ["days-overlap"]),
		([slot(1, module="Z")], ["module-foreign"]),
		([Slot(1, date(2026, 3, 9), None, time(9))], ["day-incomplete"]),
	],
)
def test_the_days_of_a_session_lie_ahead_end_after_they_begin_and_do_not_meet(rows, expected):
	assert kinds(rules.times(rows, [], {"A"}, NOW)) == expected


def test_a_day_that_passed_stays_but_none_is_moved_into_the_past():
	stood = slot(1, day=1)
	assert rules.times([stood], [stood], {"A"}, NOW) == []
	assert kinds(rules.times([slot(1, day=1, start=10)], [stood], {"A"}, NOW)) == ["day-in-past"]


def test_whoever_is_booked_elsewhere_is_named_once_for_each_other_session():
	other = [Booking("T-2", slot(1, start=8, end=10), "Ada"), Booking("T-2", slot(2, start=11), "Ada")]
	breaches = rules.clashes("trainer-busy", [slot(1)], [*other, Booking("T-3", slot(1, day=10), "Ada")])
	assert kinds(breaches) == ["trainer-busy"]
	assert breaches[0].values == {"who": "Ada", "session": "T-2", "date": date(2026, 3, 9)}


def test_one_after_the_other_on_the_same_day_is_no_clash():
	assert rules.clashes("trainer-busy", [slot(1)], [Booking("T-2", slot(1, start=12, end=14), "Ada")]) == []


def test_there_are_never_fewer_places_than_people_enrolled():
	assert rules.places(3, 3) == []
	assert kinds(rules.places(2, 3)) == ["fewer-places-than-enrolled"]
	assert kinds(rules.places(0, 0)) == ["no-places"]


def test_the_longest_waiting_move_up_into_free_places_only():
	assert rules.moves_up(3, 1, ["first", "second", "third"]) == ["first", "second"]
	assert rules.moves_up(3, 3, ["first"]) == []
	assert rules.moves_up(2, 3, ["first"]) == []


def test_a_session_takes_one_step_after_the_other_and_only_by_who_runs_it():
	table = workflow.SESSION_TRANSITIONS
	for source, action in (("Planned", "Close"), ("Open", "Close"), ("Closed", "Cancel Session")):
		assert kinds(rules.step(table, source, action, [roles.TRAINER], "x")[1]) == ["no-such-step"]
	assert kinds(rules.step(table, "Planned", "Open Enrolment", [roles.ASSESSOR], None)[1]) == [
		"not-your-step"
	]
	assert kinds(rules.step(table, "Open", "Cancel Session", [roles.TRAINER], " ")[1]) == ["reason-missing"]
	row, breaches = rules.step(table, "Held", "Close", [roles.TRAINER], None)
	assert (row.target, breaches) == ("Closed", [])


def test_only_a_published_course_with_days_ahead_and_a_place_is_opened():
	assert rules.opening([slot(1)], "Published", True, NOW) == []
	assert kinds(rules.opening([], "Draft", False, NOW)) == [
		"course-not-published",
		"no-days",
		"place-missing",
	]
	assert kinds(rules.opening([slot(1, day=1)], "Published", True, NOW)) == ["begins-in-past"]


def test_what_has_not_begun_has_not_been_held():
	assert kinds(rules.holding([slot(1), slot(2, day=10)], datetime(2026, 3, 9, 18))) == ["not-over-yet"]
	assert rules.holding([slot(1), slot(2, day=10)], datetime(2026, 3, 10, 9)) == []


def test_after_the_closing_nothing_of_a_session_is_changed():
	assert kinds(rules.changes("Closed", {"notes"})) == ["closed-in-state"]
	assert kinds(rules.changes("Open", {"course", "place"})) == ["closed-in-state"]
	assert rules.changes("Planned", {"course", "days"}) == []


SLOTS = [slot(1, start=9, end=12), slot(2, start=13, end=15)]


def attendee(first, second, result="Passed", status="Enrolled"):
	marks = {key: mark for key, mark in (("s1", first), ("s2", second)) if mark is not None}
	return Attendee("Ada", status, marks, result)


@pytest.mark.parametrize(
	("who", "kind", "percent"),
	[
		(attendee(True, True), "certificate", 100),
		(attendee(True, False), "attended-too-little", 60),
		(attendee(False, False), "absent", 0),
		(attendee(None, None), "absent", 0),
		(attendee(True, True, "Not Passed"), "assessment-not-passed", 100),
		(attendee(True, True, None), "assessment-not-passed", 100),
		(attendee(True, True, status="Waiting"), "not-enrolled", 100),
		(attendee(True, True, status="Withdrawn"), "not-enrolled", 100),
	],
)
def test_a_certificate_takes_attendance_and_a_passed_assessment(who, kind, percent):
	outcome = results.outcome(who, SLOTS, 80, assessed=True)
	assert (outcome.kind, outcome.percent) == (kind, percent)


def test_the_threshold_itself_is_enough_and_a_minute_less_is_not():
	hours = [slot(1, start=8, end=12), slot(2, start=13, end=14)]
	assert results.outcome(attendee(True, False), hours, 80, False).certified
	short = [Slot(1, date(2026, 3, 9), time(8), time(11, 59), None, "s1"), hours[1]]
	assert results.outcome(attendee(True, False), short, 80, False).percent == 79


def test_nobody_is_certified_who_was_never_there_however_low_the_threshold():
	assert results.outcome(attendee(False, False), SLOTS, 0, False).kind == "absent"


def test_a_session_is_closed_only_when_everything_about_everybody_is_recorded():
	assert results.closing([attendee(True, False)], SLOTS, True) == []
	assert kinds(results.closing([attendee(True, None)], SLOTS, True)) == ["attendance-missing"]
	assert kinds(results.closing([attendee(True, True, None)], SLOTS, True)) == ["results-missing"]
	assert results.closing([attendee(True, True, None)], SLOTS, False) == []
	assert results.closing([attendee(False, False, None)], SLOTS, True) == []
	assert kinds(results.closing([attendee(True, True, status="Withdrawn")], SLOTS, True)) == [
		"nobody-enrolled"
	]


def test_modules_are_spread_over_working_days_with_a_break():
	modules = [Module("A", "", "", 4), Module("B", "", "", 3), Module("C", "", "", 3)]
	rows = planning.spread(modules, date(2026, 3, 6), time(9), 6)
	assert [(row.day.day, row.start.hour, row.end.hour, row.module) for row in rows] == [
		(6, 9, 13, "A"),
		(6, 14, 16, "B"),
		(9, 9, 10, "B"),
		(9, 10, 13, "C"),
	]
	assert sum(row.end.hour - row.start.hour for row in rows) == 10


def test_nothing_is_spread_where_there_is_no_time():
	for hours, weekdays in ((0, {0}), (6, set())):
		with pytest.raises(ValueError):
			planning.spread([Module("A", "", "", 4)], date(2026, 3, 6), time(9), hours, weekdays)
	with pytest.raises(ValueError):
		planning.spread([Module("A", "", "", 8)], date(2026, 3, 6), time(18), 8)


def test_a_certificate_number_is_read_as_people_write_it():
	number = certificate_numbers.certificate_number()
	assert certificate_numbers.as_written(number) == number
	assert certificate_numbers.as_written(f" {number.lower().replace('-', ' ')} ") == number
	assert certificate_numbers.as_written("kim-oooo-1ili-abcd") == "KIM-0000-1111-ABCD"


@pytest.mark.parametrize("text", ["", None, "KIM-1", "KIM-UUUU-0000-0000", "' or 1=1 --", "x" * 9999])
def test_what_is_no_number_is_told_apart(text):
	assert certificate_numbers.as_written(text) is None
