"""The courses that come with KIM, and the calendar file of a session. Needs no site."""

import json
from datetime import date, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from kim_app import roles
from kim_app.training import rules
from kim_app.training.rules import Course, Develops, Module, Slot

DATA = Path(__file__).parents[2] / "kim_app" / "data"
COURSES = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(DATA.glob("courses/*.json"))]
LEVELS = {
	f"{framework['framework_code']}-{framework['version']}-{competence['code']}": (
		competence.get("kind", "Competence"),
		tuple(level["code"] for level in framework["levels"]),
	)
	for framework in (json.loads(path.read_text(encoding="utf-8")) for path in DATA.glob("frameworks/*.json"))
	for competence in framework["competences"]
}


@pytest.mark.parametrize("course", COURSES, ids=lambda course: course["course_code"])
def test_a_shipped_course_keeps_the_rules_and_says_everything(course):
	view = Course(
		modules=tuple(
			Module(row["module_code"], row["title"], row["objectives"], row["hours"])
			for row in course["modules"]
		),
		develops=tuple(
			Develops(row["competence"], row["level"], *LEVELS[row["competence"]])
			for row in course["competences"]
		),
		threshold=course["attendance_threshold"],
		valid_months=course["valid_months"],
	)
	assert rules.course_values(view) + rules.publishing(view) == []
	assert set(course["required_for"]) <= set(roles.STAFF)
	for module in course["modules"]:
		assert all(module[field].strip() for field in ("title", "objectives", "methods", "materials"))
		assert len(module["title"]) <= 140


def test_the_pilot_course_teaches_what_the_project_taught():
	pilot = next(course for course in COURSES if course["course_code"] == "KIM-PILOT")
	titles = " ".join(module["title"].lower() for module in pilot["modules"])
	for subject in ("two procedures", "interpreter", "trauma", "gender", "vacs", "plan"):
		assert subject in titles, subject
	assert pilot["required_for"] == [roles.ASSESSOR]


def calendar(*slots, **changed):
	ical = pytest.importorskip("icalendar")
	from kim_app.training.ical import Announced, build

	announced = Announced(
		**{
			"name": "KIM-TRN-00001",
			"title": "Ärbeit, mit; Dolmetscher " + "lang " * 20,
			"status": "Open",
			"where": "Raum 4, Wien",
			"link": "",
			"trainer": "Tomas Testa",
			"trainer_email": "trainer@kim.example",
			"address": "https://kim.example/app/kim-training-session/KIM-TRN-00001",
			"site": "kim.example",
			"changed_on": datetime(2026, 3, 1, 12, tzinfo=ZoneInfo("Europe/Vienna")),
			"modules": {"A": "Dolmetschen"},
			"words": {"trainer": "Trainer", "online": "Online"},
			**changed,
		}
	)
	text = build(announced, slots, ZoneInfo("Europe/Vienna"))
	return text, ical.Calendar.from_ical(text)


def slot(day, start, end, module=None):
	return Slot(1, date(2026, 3, day), time(start), time(end), module, f"{day}{start}")


def test_a_calendar_file_has_one_event_a_day_in_the_sites_time_zone():
	text, parsed = calendar(slot(27, 9, 12, "A"), slot(27, 13, 16), slot(30, 9, 12))
	events = parsed.walk("VEVENT")
	assert len(events) == 2 and parsed["method"] == "PUBLISH" and parsed["version"] == "2.0"
	assert [event["dtstart"].dt.utcoffset().seconds // 3600 for event in events] == [1, 2]
	assert (events[0]["dtstart"].dt.hour, events[0]["dtend"].dt.hour) == (9, 16)
	assert len({str(event["uid"]) for event in events}) == 2
	assert [str(zone["tzid"]) for zone in parsed.walk("VTIMEZONE")] == ["Europe/Vienna"]
	assert "09:00-12:00 Dolmetschen" in str(events[0]["description"])


def test_a_calendar_file_is_folded_escaped_and_ends_its_lines_as_the_standard_says():
	text, parsed = calendar(slot(27, 9, 12))
	lines = text.split(b"\r\n")
	assert b"\n" not in b"".join(lines) and max(map(len, lines)) <= 75
	assert rb"SUMMARY:\xc3\x84rbeit\, mit\; Dolmetscher".replace(rb"\xc3\x84", "Ä".encode()) in text
	assert str(parsed.walk("VEVENT")[0]["summary"]).startswith("Ärbeit, mit; Dolmetscher")


def test_a_changed_session_replaces_what_was_there_and_a_cancelled_one_says_so():
	later = datetime(2026, 3, 2, 12, tzinfo=ZoneInfo("Europe/Vienna"))
	_text, before = calendar(slot(27, 9, 12))
	_text, after = calendar(slot(27, 10, 12), changed_on=later, status="Cancelled")
	first, second = before.walk("VEVENT")[0], after.walk("VEVENT")[0]
	assert first["uid"] == second["uid"] and second["sequence"] > first["sequence"]
	assert (str(first["status"]), str(second["status"])) == ("CONFIRMED", "CANCELLED")


TRANSLATED = {"fr", "it", "de", "es", "sv"}


@pytest.mark.parametrize("course", COURSES, ids=lambda course: course["course_code"])
def test_a_shipped_course_says_everything_in_every_language_it_is_held_in(course):
	assert set(course["languages"]) == {"en", *TRANSLATED} == {"en", *course["translations"]}
	codes = [module["module_code"] for module in course["modules"]]
	for language, texts in course["translations"].items():
		for field in ("title", "objectives", "description"):
			assert texts[field].strip() and texts[field] != course[field], (language, field)
		assert list(texts["modules"]) == codes, language
		for module in course["modules"]:
			translated = texts["modules"][module["module_code"]]
			assert set(translated) == {"title", "objectives", "methods", "materials"}
			for field, text in translated.items():
				assert text.strip() and text != module[field], (language, module["module_code"], field)
		assert len(texts["title"]) <= 140 and all(len(m["title"]) <= 140 for m in texts["modules"].values())


@pytest.mark.parametrize("course", COURSES, ids=lambda course: course["course_code"])
def test_a_translation_names_the_same_numbers_and_sources(course):
	import re

	for language, texts in course["translations"].items():
		for module in course["modules"]:
			for field, text in texts["modules"][module["module_code"]].items():
				numbers = sorted(re.findall(r"\d+", module[field]))
				assert sorted(re.findall(r"\d+", text)) == numbers, (language, module["module_code"], field)
