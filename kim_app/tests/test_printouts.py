"""Numbered papers on a site: passports, decision letters and plans are issued, confirmed by their number, superseded and
revoked; who may have them, and what never stands on them."""

import json
from pathlib import Path

import frappe
from frappe.utils import add_days, getdate, today

from kim_app import roles
from kim_app.inclusion.testing import bring_plan_to_agreed, make_plan, step_of_plan
from kim_app.printing import api, confirm, files, letter, pdf, printouts
from kim_app.testing import (
	KIMTestCase,
	acting_as,
	bring_to_approval,
	make_centre,
	make_participant,
	make_staff,
	make_user,
	take_step,
)

CENTRE, ELSEWHERE = "Printing Centre", "Foreign Printing Centre"
ARABIC, TIGRINYA, CHINESE = ("عبد الرحمن", "المصري"), ("ሰላም", "ተስፋይ"), ("小明", "王")


class TestPrintouts(KIMTestCase):
	@classmethod
	def set_up_site(cls):
		make_centre(CENTRE, "Printing Organisation")
		make_centre(ELSEWHERE, "Foreign Printing Organisation")
		cls.staff = make_staff(CENTRE)
		cls.foreign = make_staff(ELSEWHERE, (roles.CASE_WORKER, roles.COORDINATOR))
		cls.case_worker, cls.supervisor = cls.staff[roles.CASE_WORKER], cls.staff[roles.SUPERVISOR]
		cls.coordinator = cls.staff[roles.COORDINATOR]
		cls.login = make_user("holder@printing.example", roles.PARTICIPANT)
		with acting_as(cls.case_worker):
			cls.participant = make_participant(
				CENTRE,
				user=cls.login,
				notes="Fled alone.",
				languages=[{"language": "ar", "mother_tongue": 1}],
				residence_status="Asylum Seeker",
			)
		pending = bring_to_approval(cls.participant, cls.staff)
		cls.validation = take_step(pending.name, "Approve", cls.supervisor).name

	def issue(self, user: str | None = None, **asked):
		with acting_as(user or self.case_worker):
			return api.issue_passport(self.participant, **asked)["number"]

	def answer(self, number: str):
		# Under the limit, which is asked of requests.
		with acting_as("Guest"):
			return confirm.look_up.__wrapped__(number)

	def paper(self, doctype: str, name: str, print_format: str) -> str:
		with acting_as(self.case_worker):
			return frappe.get_print(doctype, name, print_format)

	def passport(self, number: str) -> str:
		return self.paper("KIM Printout", number, "KIM Competence Passport")

	# the passport

	def test_a_passport_is_a_record_of_what_was_printed_when_and_by_whom(self):
		printout = frappe.get_doc("KIM Printout", self.issue())
		self.assertEqual((printout.kind, printout.status), ("Competence Passport", "Current"))
		self.assertEqual((printout.issued_by, str(printout.issued_on)), (self.case_worker, today()))
		(line,) = printouts.read(printout)["competences"]
		self.assertEqual((line["validation"], line["level"]), (self.validation, "3"))
		self.assertEqual(line["evidence_kinds"], ["Reference"])

	def test_it_says_what_was_shown_in_two_languages_and_nothing_of_the_case(self):
		number = self.issue()
		html = self.passport(number)
		certificate = frappe.db.get_value("KIM Validation", self.validation, "certificate_number")
		for text in ("Ada Okafor", "Competenza digitale", "جواز الكفاءات", certificate, number, CENTRE):
			self.assertIn(text, html)
		self.assertIn('dir="rtl"', html)
		self.assertIn("data:image/png;base64,", html)
		for secret in ("Fled alone", "Asylum", "Seen at work", "market stall", self.staff[roles.ASSESSOR]):
			self.assertNotIn(secret, html)

	def test_languages_are_chosen_and_unknown_ones_refused(self):
		number = self.issue(first="sv", second="none")
		html = self.passport(number)
		self.assertIn("Kompetenspass", html)
		self.assertNotIn("جواز", html)
		with self.assertRaisesRegex(frappe.ValidationError, "language xx"):
			self.issue(second="xx")

	def test_asked_twice_it_is_the_same_and_another_one_takes_its_place(self):
		first = self.issue()
		self.assertEqual(self.issue(), first)
		second = self.issue(first="de")
		self.assertEqual(self.answer(first)["state"], "superseded")
		self.assertEqual(self.answer(second)["state"], "valid")
		self.assertIn("superseded", frappe.db.get_value("KIM Printout", first, "status").lower())

	def test_what_is_revoked_or_over_stands_on_no_new_passport_and_the_page_says_so_of_old_ones(self):
		number = self.issue()
		take_step(self.validation, "Revoke", self.coordinator, reason="Forged.")
		answer = self.answer(number)
		self.assertEqual((answer["state"], answer["lines"][0]["state"]), ("partly", "revoked"))
		with self.assertRaisesRegex(frappe.ValidationError, "no validated competence"):
			self.issue()

	def test_an_expired_competence_is_left_out(self):
		frappe.db.set_value("KIM Validation", self.validation, "valid_until", add_days(today(), -1))
		with self.assertRaisesRegex(frappe.ValidationError, "no validated competence"):
			self.issue()

	def test_a_participant_gets_the_own_one_and_nobody_else_s(self):
		with acting_as(self.case_worker):
			other = make_participant(CENTRE, "Diallo")
		with acting_as(self.login):
			ways = api.issue_passport()
			printout = frappe.get_doc("KIM Printout", ways["number"])
			self.assertEqual(printout.participant, self.participant)
			self.assertTrue(printout.has_permission("print"))
			files.passport_as_json(ways["number"])
			self.assertEqual(json.loads(frappe.local.response.filecontent)["holder"], "Ada Okafor")
			with self.assertRaises(frappe.PermissionError):
				api.issue_passport(other)

	def test_staff_elsewhere_and_trainers_get_none(self):
		number = self.issue()
		strangers = (*self.foreign.values(), self.staff[roles.TRAINER], "Guest")
		for user in strangers:
			with self.subTest(user), acting_as(user):
				with self.assertRaises(frappe.PermissionError):
					api.issue_passport(self.participant)
				with self.assertRaises(frappe.PermissionError):
					files.passport_as_europass(number)
				self.assertFalse(frappe.has_permission("KIM Printout", "read", doc=number))

	def test_nobody_writes_or_changes_one_by_hand(self):
		printout = frappe.get_doc("KIM Printout", self.issue())
		with self.assertRaisesRegex(frappe.ValidationError, "stays as it is"):
			printout.update({"participant_name": "Somebody Else"}).save()
		copy = frappe.copy_doc(printout)
		copy.number = "KIM-0000-0000-0001"
		with self.assertRaisesRegex(frappe.ValidationError, "not written by hand"):
			copy.insert()

	def test_a_coordinator_revokes_a_paper_with_a_reason(self):
		number = self.issue()
		with acting_as(self.case_worker), self.assertRaises(frappe.PermissionError):
			api.revoke(number, "Wrong name.")
		with acting_as(self.foreign[roles.COORDINATOR]), self.assertRaises(frappe.PermissionError):
			api.revoke(number, "Wrong name.")
		with acting_as(self.coordinator):
			with self.assertRaisesRegex(frappe.ValidationError, "Write why"):
				api.revoke(number, " ")
			api.revoke(number, "Wrong name.")
		answer = self.answer(number)
		self.assertEqual(answer["state"], "revoked")
		self.assertNotIn("Wrong name", str(answer))

	def test_the_page_tells_initials_only(self):
		answer = self.answer(self.issue())
		self.assertEqual(answer["initials"], "A. O.")
		self.assertNotIn("Okafor", str(answer))
		self.assertNotIn(CENTRE, str(answer))

	# the letter

	def letter(self, name: str) -> str:
		return self.paper("KIM Validation", name, "KIM Decision Letter")

	def rejected(self):
		pending = bring_to_approval(self.participant, self.staff, "KC-2018-LIT")
		return take_step(pending.name, "Reject", self.supervisor, reason="Shown once only.")

	def test_a_refusal_names_reasons_evidence_and_the_last_day_to_appeal(self):
		frappe.db.set_single_value("KIM Settings", "appeal_days", 14)
		validation = self.rejected()
		html = self.letter(validation.name)
		for text in (
			"non è stata validata",
			"لم تُعتمد",
			"Shown once only.",
			"market stall",
			"Può fare ricorso",
		):
			self.assertIn(text, html)
		self.assertEqual(letter.last_day_to_appeal(validation), getdate(add_days(today(), 14)))
		self.assertIn(str(getdate(add_days(today(), 14)).year), html)

	def test_a_letter_keeps_its_number_and_a_revocation_has_a_letter_of_its_own(self):
		html = self.letter(self.validation)
		number = frappe.db.get_value(
			"KIM Printout", {"reference_name": self.validation, "kind": "Decision Letter"}
		)
		self.assertIn(number, html)
		self.assertIn(number, self.letter(self.validation))
		self.assertEqual(self.answer(number)["state"], "valid")
		take_step(self.validation, "Revoke", self.coordinator, reason="Forged.")
		self.assertEqual(self.answer(number)["state"], "revoked")
		revoked = letter.of(frappe.get_doc("KIM Validation", self.validation))
		self.assertNotEqual(revoked["confirmation"]["number"], number)
		self.assertIn("è stata revocata", revoked["decision"]["first"])
		self.assertEqual(revoked["reasons"], "Forged.")
		with acting_as(self.case_worker):
			api.decision_letter(self.validation)
		self.assertTrue(frappe.local.response.filecontent.startswith(b"%PDF"))
		with acting_as(self.foreign[roles.CASE_WORKER]), self.assertRaises(frappe.PermissionError):
			api.decision_letter(self.validation)

	def test_there_is_no_letter_before_the_decision(self):
		pending = bring_to_approval(self.participant, self.staff, "KC-2018-LIT")
		with acting_as(self.case_worker), self.assertRaisesRegex(frappe.ValidationError, "is decided"):
			letter.of(frappe.get_doc("KIM Validation", pending.name))

	def test_a_refusal_is_confirmed_without_a_level_or_an_end(self):
		validation = self.rejected()
		self.letter(validation.name)
		number = frappe.db.get_value("KIM Printout", {"reference_name": validation.name})
		answer = self.answer(number)
		self.assertEqual((answer["state"], answer["level"], answer["valid_until"]), ("valid", None, None))
		self.assertIn("not validated", answer["what"])

	# files

	def test_the_json_keeps_to_its_schema(self):
		printout = frappe.get_doc("KIM Printout", self.issue())
		plain = files.as_plain(printout)
		schema = json.loads(
			(Path(files.__file__).parent / "schemas" / "competence-passport-1.json").read_text()
		)
		self.assertEqual(sorted(plain), sorted(schema["required"]))
		for line in plain["competences"]:
			self.assertEqual(sorted(line), sorted(schema["properties"]["competences"]["items"]["required"]))
		self.assertEqual(plain["languages"], ["it", "ar"])
		self.assertEqual(list(plain["competences"][0]["title"]), ["it", "ar"])

	def test_the_europass_file_names_what_the_profile_asks_for(self):
		printout = frappe.get_doc("KIM Printout", self.issue())
		credential = files.as_europass(printout)
		self.assertIn("EuropeanDigitalCredential", credential["type"])
		for part in ("issuer", "issued", "issuanceDate", "validFrom", "displayParameter", "credentialSchema"):
			self.assertTrue(credential[part], part)
		(claim,) = credential["credentialSubject"]["hasClaim"]
		self.assertEqual(claim["type"], "LearningAchievement")
		self.assertEqual(claim["title"], {"it": ["Competenza digitale"], "ar": ["الكفاءة الرقمية"]})
		# A text that has no Arabic is not passed off as Arabic.
		self.assertEqual(claim["awardedBy"]["awardingBody"][0]["legalName"], {"it": [CENTRE]})

	# scripts

	def test_names_of_any_script_are_printed_or_refused_but_never_left_blank(self):
		for given, family in (ARABIC, TIGRINYA, CHINESE):
			with self.subTest(family):
				frappe.db.set_value("KIM Participant", self.participant, "full_name", f"{given} {family}")
				html = self.passport(self.issue())
				self.assertIn(f"{given} {family}", html)
				if pdf.without_font(family):
					with self.assertRaisesRegex(frappe.ValidationError, "no font"):
						pdf.by_weasyprint(html)
				else:
					self.assertTrue(pdf.by_weasyprint(html).startswith(b"%PDF"))

	def test_a_script_without_a_font_is_named(self):
		pdf._has_font.cache_clear()
		self.addCleanup(pdf._has_font.cache_clear)
		self.assertEqual(pdf.without_font("Ada Okafor"), [])


class TestNumberedPlans(KIMTestCase):
	@classmethod
	def set_up_site(cls):
		make_centre(CENTRE, "Printing Organisation")
		cls.staff = make_staff(CENTRE)
		with acting_as(cls.staff[roles.CASE_WORKER]):
			cls.participant = make_participant(CENTRE)

	def test_a_plan_has_a_number_once_it_is_proposed_and_keeps_it_while_it_is_carried_out(self):
		with acting_as(self.staff[roles.CASE_WORKER]):
			self.assertIsNone(make_plan(self.participant).in_two_languages()["confirmation"])
		plan = frappe.get_last_doc("KIM Inclusion Plan", {"participant": self.participant})
		bring_plan_to_agreed(plan.name, self.staff[roles.CASE_WORKER])
		plan = step_of_plan(plan.name, "Approve", self.staff[roles.SUPERVISOR])
		with acting_as(self.staff[roles.CASE_WORKER]):
			html = frappe.get_print(plan.doctype, plan.name, "KIM Inclusion Plan")
		number = frappe.db.get_value("KIM Printout", {"reference_name": plan.name})
		self.assertIn(number, html)
		answer = confirm.look_up.__wrapped__(number)
		self.assertEqual((answer["state"], answer["initials"]), ("valid", "A. O."))
		frappe.db.set_value(plan.doctype, plan.name, "digest", "something else")
		self.assertEqual(confirm.look_up.__wrapped__(number)["state"], "superseded")
		frappe.db.set_value(plan.doctype, plan.name, "workflow_state", "Completed")
		self.assertEqual(confirm.look_up.__wrapped__(number)["state"], "ended")
