"""Whatever a request brings, a method that pages call answers or refuses in words: never with a server error."""

import itertools

import frappe

from kim_app import arguments, roles, steps
from kim_app.evidence import api as evidence
from kim_app.overrides import counts
from kim_app.profile import api as profile
from kim_app.self_assessment import api as self_assessment
from kim_app.testing import KIMTestCase, acting_as, make_centre, make_staff
from kim_app.validation import appeal, bulk, form, inbox, start

CENTRE = "Arguments Test Centre"
ODD = (
	["KIM-V-1"],
	{"name": "x"},
	[],
	{},
	10**40,
	-(10**40),
	1.5,
	True,
	"x" * 20_000,
	"\ud800",
	"\x00",
	"[" * 9999,
)
# Method -> arguments that it understands, of which one after the other is replaced by an odd one.
METHODS = (
	(inbox.cases, {"section": "decide", "text": "a", "centre": "a", "state": "a", "everyone": 1, "start": 0}),
	(inbox.case, {"name": "KIM-V-0"}),
	(inbox.decide, {"name": "KIM-V-0", "action": "Approve", "reason": "a", "seen": "a"}),
	(bulk.decide, {"names": ["KIM-V-0"], "action": "Approve", "reason": "a"}),
	(bulk.resume, {"name": "KIM-B-0"}),
	(bulk.status, {"name": "KIM-B-0"}),
	(appeal.open_appeal, {"validation": "KIM-V-0", "reason": "a"}),
	(form.texts_of, {"competence": "a"}),
	(start.candidates, {"participant": "a", "framework": "a", "target_profile": "a"}),
	(start.start, {"participant": "a", "choices": [{"competence": "a"}]}),
	(steps.apply_workflow, {"doc": {"doctype": "KIM Validation", "name": "KIM-V-0"}, "action": "Approve"}),
	(profile.profile, {"participant": "a", "target_profile": "a", "language": "en"}),
	(profile.competences, {"framework": "a"}),
	(profile.scale_of, {"competence": "a"}),
	(self_assessment.open_sheet, {"participant": "a", "framework": "a", "second_language": "it"}),
	(self_assessment.read_sheet, {"sheet": "a"}),
	(self_assessment.answer, {"sheet": "a", "competence": "a", "level": "1", "note": "a"}),
	(self_assessment.choose_language, {"sheet": "a", "second_language": "it"}),
	(self_assessment.finish, {"sheet": "a"}),
	(self_assessment.withdraw, {"sheet": "a"}),
	(evidence.rate, {"evidence": "a", "valid": "Yes", "comment": "a", "modified": "a"}),
)
IN_WORDS = (frappe.ValidationError, frappe.PermissionError, frappe.DoesNotExistError)


class TestArguments(KIMTestCase):
	@classmethod
	def set_up_site(cls):
		make_centre(CENTRE)
		cls.staff = make_staff(CENTRE, (roles.CASE_WORKER, roles.SUPERVISOR, roles.TRAINER))

	def test_odd_arguments_are_refused_in_words_by_every_method(self):
		for user in self.staff.values():
			with acting_as(user):
				for (method, known), odd in itertools.product(METHODS, ODD):
					for name in known:
						self.in_words(method, {**known, name: odd})

	def test_arguments_that_are_missing_are_named(self):
		with acting_as(self.staff[roles.SUPERVISOR]):
			for method, _known in METHODS:
				self.in_words(method, {})
			with self.assertRaisesRegex(frappe.ValidationError, "“name” is missing"):
				inbox.case()

	def in_words(self, method, given: dict):
		frappe.db.savepoint("kim_odd")
		try:
			method(**given)
		except IN_WORDS:
			pass
		except Exception as error:
			shown = {name: repr(value)[:40] for name, value in given.items()}
			self.fail(f"{method.__module__}.{method.__name__}({shown}): {error!r}")
		frappe.db.rollback(save_point="kim_odd")
		frappe.clear_messages()

	def test_texts_numbers_and_lists_come_as_what_they_are(self):
		@arguments.checked
		def method(
			text: str, number: int | str = 7, names: list | dict | None = None, left_out: str | None = None
		):
			return text, number, names, left_out

		self.assertEqual(method("a"), ("a", 7, None, None))
		self.assertEqual(method(12, "3", '["b"]', ""), ("12", 3, ["b"], None))
		self.assertEqual(method("a", number="", names={"c": 1}), ("a", 7, {"c": 1}, None))
		self.assertEqual(method("حداد ገብረ"), ("حداد ገብረ", 7, None, None))
		for given in ({"text": ["a"]}, {"text": "a", "number": "many"}, {"text": "a", "names": '"b"'}):
			with self.assertRaises(frappe.ValidationError):
				method(**given)

	def test_rows_are_not_counted_for_what_is_no_name_of_a_form(self):
		with acting_as(self.staff[roles.SUPERVISOR]):
			for odd in (["KIM Validation"], {"name": "x"}, None):
				self.assertRaises(frappe.ValidationError, counts.get_count, odd)
			self.assertEqual(counts.get_count("KIM Validation", {"centre": CENTRE}), 0)

	def test_who_has_no_right_is_refused_as_forbidden(self):
		"""PermissionError is what a browser is told with 403, on every Frappe."""
		with acting_as(self.staff[roles.TRAINER]):
			for method, given in (
				(inbox.sections, {}),
				(inbox.cases, {"section": "decide"}),
				(inbox.decide, {"name": "KIM-V-0", "action": "Approve"}),
				(bulk.unfinished, {}),
				(bulk.status, {"name": "KIM-B-0"}),
				(bulk.decide, {"names": ["KIM-V-0"], "action": "Approve"}),
			):
				self.assertRaises(frappe.PermissionError, method, **given)
