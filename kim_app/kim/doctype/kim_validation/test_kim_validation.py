"""A validation on a site: the workflow and its separation of duties, whatever the way in."""

from unittest.mock import patch

import frappe
from frappe.model.workflow import WorkflowPermissionError, get_transitions
from frappe.utils import add_days, today

from kim_app import roles
from kim_app.evidence import api as evidence_api
from kim_app.testing import (
	KIMTestCase,
	acting_as,
	bring_to_approval,
	make_centre,
	make_competence,
	make_evidence,
	make_framework,
	make_participant,
	make_staff,
	make_user,
	make_validation,
	propose,
	take_step,
)
from kim_app.validation import case, evidence_weight

CENTRE = "Validation Test Centre"


class TestKIMValidation(KIMTestCase):
	@classmethod
	def set_up_site(cls):
		make_centre(CENTRE)
		cls.people = make_staff(CENTRE)
		cls.case_worker = cls.people[roles.CASE_WORKER]
		cls.assessor = cls.people[roles.ASSESSOR]
		cls.supervisor = cls.people[roles.SUPERVISOR]
		cls.coordinator = cls.people[roles.COORDINATOR]
		with acting_as(cls.case_worker):
			cls.participant = make_participant(CENTRE)

	def setUp(self):
		super().setUp()
		self.staff = dict(self.people)

	def pending(self):
		return bring_to_approval(self.participant, self.staff)

	def refused(self, text: str):
		return self.assertRaisesRegex(frappe.ValidationError, text)

	def test_a_case_goes_from_identification_to_validated_and_says_who_did_what(self):
		validation = self.pending()
		validation = take_step(validation.name, "Approve", self.supervisor)
		self.assertEqual((validation.workflow_state, validation.docstatus), ("Validated", 1))
		self.assertEqual(validation.validated_level, "3")
		self.assertEqual(validation.case_worker, self.case_worker)
		self.assertEqual(validation.assessor, self.assessor)
		self.assertEqual(validation.approver, self.supervisor)
		self.assertTrue(validation.decided_on)
		self.assertEqual(
			[(step.action, step.user) for step in validation.steps],
			[
				("Document", self.case_worker),
				("Submit for Assessment", self.case_worker),
				("Propose", self.assessor),
				("Approve", self.supervisor),
			],
		)

	def test_a_rejected_case_keeps_its_reason_and_gets_no_level(self):
		validation = take_step(
			self.pending().name, "Reject", self.supervisor, reason="The evidence is ten years old."
		)
		self.assertEqual((validation.workflow_state, validation.docstatus), ("Not Validated", 1))
		self.assertFalse(validation.validated_level)
		self.assertEqual(validation.steps[-1].reason, "The evidence is ten years old.")
		self.assertFalse(validation.reason)

	def test_a_coordinator_revokes_with_a_reason(self):
		name = take_step(self.pending().name, "Approve", self.supervisor).name
		with self.refused("needs a reason"):
			take_step(name, "Revoke", self.coordinator)
		validation = take_step(name, "Revoke", self.coordinator, reason="The reference was forged.")
		self.assertEqual((validation.workflow_state, validation.docstatus), ("Revoked", 2))
		self.assertEqual(validation.steps[-1].user, self.coordinator)

	def test_the_assessor_cannot_approve_even_when_also_a_supervisor(self):
		both = make_user("both@validation.example", roles.ASSESSOR, roles.SUPERVISOR, centre=CENTRE)
		self.staff[roles.ASSESSOR] = both
		validation = self.pending()
		with acting_as(both):
			self.assertNotIn("Approve", [row.action for row in get_transitions(validation)])
			validation.workflow_state = "Validated"
			validation.docstatus = 1
			self.assertRaises((frappe.ValidationError, WorkflowPermissionError), validation.save)
		self.assertEqual(
			frappe.db.get_value("KIM Validation", validation.name, "workflow_state"), "Pending Approval"
		)

	def test_the_rule_holds_without_the_workflow_too(self):
		"""Somebody switches the Workflow off: the controller still refuses."""
		both = make_user("both@validation.example", roles.CASE_WORKER, roles.SUPERVISOR, centre=CENTRE)
		self.staff[roles.CASE_WORKER] = both
		validation = self.pending()
		frappe.db.set_value("Workflow", "KIM Validation", "is_active", 0)
		frappe.clear_cache(doctype="KIM Validation")
		with acting_as(both):
			validation = frappe.get_doc("KIM Validation", validation.name)
			validation.workflow_state = "Validated"
			with self.refused("cannot take the step Approve"):
				validation.submit()

	def test_who_assessed_first_cannot_approve_after_another_assessor_took_over(self):
		first = make_user("first@validation.example", roles.ASSESSOR, roles.SUPERVISOR, centre=CENTRE)
		self.staff[roles.ASSESSOR] = first
		name = self.pending().name
		take_step(name, "Return to Assessor", self.supervisor, reason="Rate again.")
		propose(name, self.assessor)
		with acting_as(first), self.refused("cannot take the step Approve"):
			validation = frappe.get_doc("KIM Validation", name)
			apply_workflow_directly(validation, "Validated", 1)

	def test_jumps_past_the_workflow_are_refused(self):
		with acting_as(self.case_worker):
			validation = make_validation(self.participant)
		for state, docstatus in (
			("Validated", 1),
			("Pending Approval", 0),
			("Assessment", 0),
			("Revoked", 2),
		):
			with acting_as(self.case_worker):
				fresh = frappe.get_doc("KIM Validation", validation.name)
				with self.assertRaises((frappe.ValidationError, frappe.PermissionError), msg=state):
					apply_workflow_directly(fresh, state, docstatus)
		self.assertEqual(
			frappe.db.get_value("KIM Validation", validation.name, ["workflow_state", "docstatus"]),
			("Identification", 0),
		)

	def test_submitting_or_cancelling_past_the_workflow_is_refused(self):
		pending = self.pending()
		with acting_as(self.supervisor), self.refused("cannot be submitted or cancelled by itself"):
			frappe.get_doc("KIM Validation", pending.name).submit()
		take_step(pending.name, "Approve", self.supervisor)
		with acting_as(self.coordinator), self.refused("cannot be submitted or cancelled by itself"):
			frappe.get_doc("KIM Validation", pending.name).cancel()

	def test_a_new_validation_cannot_be_born_decided(self):
		with acting_as(self.case_worker), self.assertRaises(frappe.ValidationError):
			make_validation(self.participant, workflow_state="Validated", validated_level="4")

	def test_what_kim_fills_in_is_not_taken_from_a_request(self):
		with acting_as(self.case_worker):
			validation = make_validation(
				self.participant, approver=self.supervisor, validated_level="4", case_worker=self.assessor
			)
			self.assertEqual(validation.case_worker, self.case_worker)
			self.assertFalse(validation.approver or validation.validated_level)
			validation.validated_level = "4"
			with self.refused("filled in by KIM"):
				validation.save()

	def test_too_little_evidence_stops_a_case_and_says_how_much_it_needs(self):
		with acting_as(self.case_worker):
			name = make_validation(self.participant).name
		take_step(name, "Document", self.case_worker)
		with self.refused("needs at least 1"):
			take_step(name, "Submit for Assessment", self.case_worker)

	def test_evidence_that_shows_something_else_or_was_rated_no_does_not_count(self):
		with acting_as(self.case_worker):
			elsewhere = make_evidence(self.participant, "KC-2018-LIT", title="Diploma in poetry")
			denied = make_evidence(self.participant, title="Letter of an uncle")
			rows = [{"evidence": elsewhere}, {"evidence": denied}]
			name = make_validation(self.participant, evidence=rows).name
		take_step(name, "Document", self.case_worker)
		yes = dict.fromkeys(("valid", "current", "sufficient"), "Yes")
		with acting_as(self.assessor):
			evidence_api.rate(denied, **yes, authentic="No", comment="It is not his hand.")
		with self.refused("needs at least 1") as refusal:
			take_step(name, "Submit for Assessment", self.case_worker)
		told = str(refusal.exception) + str(frappe.get_message_log())
		self.assertIn("“Diploma in poetry”", told)
		self.assertIn("does not bear on Digital competence", told)
		self.assertIn("rated it No for Authentic", told)
		stored = frappe.get_doc("KIM Validation", name)
		stored.run_method("onload")
		self.assertEqual(set(stored.get_onload("kim")["not_counting"]), {elsewhere, denied})
		with acting_as(self.case_worker):
			better = make_evidence(self.participant)
		rows.append({"evidence": better})
		validation = take_step(name, "Submit for Assessment", self.case_worker, evidence=rows)
		self.assertEqual(validation.workflow_state, "Assessment")

	def test_evidence_of_an_indicator_counts_for_its_competence(self):
		framework = make_framework("INDICATED")
		competence = make_competence(framework, "COOK")
		indicator = make_competence(framework, "PEEL", "Indicator", parent_kim_competence=competence)
		with acting_as(self.case_worker):
			evidence = make_evidence(self.participant, indicator)
		cited = frappe._dict(competence=competence, evidence=[frappe._dict(evidence=evidence)])
		self.assertEqual(evidence_weight.sentences(cited), {})
		cited.competence = "KC-2018-DIG"
		self.assertEqual(set(evidence_weight.sentences(cited)), {evidence})

	def test_who_rated_or_wrote_in_the_evidence_cannot_approve(self):
		rater = make_user("rater@validation.example", roles.ASSESSOR, roles.SUPERVISOR, centre=CENTRE)
		writer = make_user("corrector@validation.example", roles.CASE_WORKER, roles.SUPERVISOR, centre=CENTRE)
		with acting_as(self.case_worker):
			evidence = make_evidence(self.participant)
		with acting_as(writer):
			frappe.get_doc("KIM Evidence", evidence).update({"hours": 40}).save()
		answers = dict.fromkeys(("valid", "authentic", "current", "sufficient"), "Yes")
		with acting_as(rater):
			evidence_api.rate(evidence, **answers)
		with acting_as(self.case_worker):
			name = make_validation(self.participant, evidence=[{"evidence": evidence}]).name
		take_step(name, "Document", self.case_worker)
		take_step(name, "Submit for Assessment", self.case_worker)
		propose(name, self.assessor)
		for user in (rater, writer):
			self.approve_is_refused(name, user)
		self.assertEqual(take_step(name, "Approve", self.supervisor).workflow_state, "Validated")

	def test_a_level_off_the_scale_is_refused(self):
		with acting_as(self.case_worker), self.refused("9 is not a level"):
			make_validation(self.participant, claimed_level="9")

	def test_evidence_of_someone_else_is_refused(self):
		with acting_as(self.case_worker):
			other = make_participant(CENTRE, "Haile")
			evidence = make_evidence(other)
			with self.refused("belongs to another participant"):
				make_validation(self.participant, evidence=[{"evidence": evidence}])

	def test_a_case_worker_cannot_change_what_already_waits_for_a_decision(self):
		name = self.pending().name
		with acting_as(self.case_worker):
			validation = frappe.get_doc("KIM Validation", name)
			validation.proposed_level = "4"
			with self.refused("can no longer be changed"):
				validation.save()

	def test_an_assessor_cannot_document_and_a_case_worker_cannot_assess(self):
		with acting_as(self.case_worker):
			name = make_validation(self.participant).name
		take_step(name, "Document", self.case_worker)
		with acting_as(self.assessor):
			self.assertEqual(get_transitions(frappe.get_doc("KIM Validation", name)), [])

	def test_taking_a_criterion_away_does_not_spare_its_rating(self):
		with acting_as(self.case_worker):
			evidence = make_evidence(self.participant)
			name = make_validation(self.participant, evidence=[{"evidence": evidence}]).name
		take_step(name, "Document", self.case_worker)
		take_step(name, "Submit for Assessment", self.case_worker)
		with self.refused("Not rated yet: DIG1"):
			take_step(name, "Propose", self.assessor, ratings=[], proposed_level="4", rationale="Trust me.")

	def test_who_wrote_the_assessment_cannot_approve_though_another_proposed_it(self):
		writer = make_user("writer@validation.example", roles.ASSESSOR, roles.SUPERVISOR, centre=CENTRE)
		with acting_as(self.case_worker):
			evidence = make_evidence(self.participant)
			name = make_validation(self.participant, evidence=[{"evidence": evidence}]).name
		take_step(name, "Document", self.case_worker)
		take_step(name, "Submit for Assessment", self.case_worker)
		with acting_as(writer):
			validation = frappe.get_doc("KIM Validation", name)
			for row in validation.ratings:
				row.level = "3"
			validation.update({"proposed_level": "3", "rationale": "My own work."})
			validation.save()
		take_step(name, "Propose", self.assessor)
		self.approve_is_refused(name, writer)

	def test_who_recorded_the_evidence_or_is_the_participant_cannot_approve(self):
		recorder = make_user(
			"recorder@validation.example", roles.CASE_WORKER, roles.SUPERVISOR, centre=CENTRE
		)
		with acting_as(recorder):
			evidence = make_evidence(self.participant)
		with acting_as(self.case_worker):
			name = make_validation(self.participant, evidence=[{"evidence": evidence}]).name
		take_step(name, "Document", self.case_worker)
		take_step(name, "Submit for Assessment", self.case_worker)
		propose(name, self.assessor)
		self.approve_is_refused(name, recorder)
		frappe.db.set_value("KIM Participant", self.participant, "user", self.supervisor)
		self.approve_is_refused(name, self.supervisor)

	def approve_is_refused(self, name: str, user: str):
		with acting_as(user), self.refused("cannot take the step Approve"):
			apply_workflow_directly(frappe.get_doc("KIM Validation", name), "Validated", 1)

	def test_a_reason_that_somebody_else_wrote_is_not_the_supervisors(self):
		name = self.pending().name
		with acting_as(self.case_worker):
			validation = frappe.get_doc("KIM Validation", name)
			validation.reason = "He said so."
			validation.save()
		with self.refused("needs a reason"):
			take_step(name, "Reject", self.supervisor)

	def test_a_validation_is_not_discarded(self):
		name = self.pending().name
		with acting_as(self.case_worker), self.assertRaises(frappe.ValidationError):
			validation = frappe.get_doc("KIM Validation", name)
			# Frappe 15 has no discard yet; what Frappe 16 asks first is there all the same.
			getattr(validation, "discard", validation.before_discard)()

	def test_evidence_is_not_changed_once_it_was_submitted_for_assessment(self):
		evidence = frappe.get_doc("KIM Evidence", self.pending().evidence[0].evidence)
		with acting_as(self.case_worker), self.refused("submitted with validation"):
			evidence.title = "Something better"
			evidence.save()

	def test_a_criterion_row_that_is_taken_away_comes_back(self):
		with acting_as(self.case_worker):
			validation = make_validation(self.participant)
			criteria = [row.criterion for row in validation.ratings]
			validation.ratings = []
			validation.save()
			self.assertEqual([row.criterion for row in validation.ratings], criteria)

	def test_what_people_were_assessed_by_is_not_changed_in_a_published_framework(self):
		competence = frappe.get_doc("KIM Competence", "KC-2018-DIG")
		competence.criteria = competence.criteria[1:]
		with self.refused("what people were assessed by stays: Criteria"):
			competence.save()
		framework = frappe.get_doc("KIM Competence Framework", "KC-2018")
		framework.levels = framework.levels[:3]
		with self.refused("what people were assessed by stays: Levels"):
			framework.save()

	def test_a_decided_validation_cannot_be_deleted(self):
		name = take_step(
			self.pending().name, "Reject", self.supervisor, reason="The evidence is ten years old."
		).name
		with self.assertRaises(frappe.ValidationError):
			frappe.delete_doc("KIM Validation", name)

	def test_every_criterion_of_the_competence_is_there_to_be_rated(self):
		with acting_as(self.case_worker):
			validation = make_validation(self.participant)
		criteria = frappe.get_doc("KIM Competence", "KC-2018-DIG").criteria
		self.assertEqual([row.criterion for row in validation.ratings], [row.code for row in criteria])
		self.assertTrue(criteria)

	def test_only_one_case_of_a_competence_is_open_at_a_time(self):
		with acting_as(self.case_worker):
			first = make_validation(self.participant)
			with self.refused(f"{first.name} of Ada Okafor .* is still open"):
				make_validation(self.participant)
			make_validation(self.participant, "KC-2018-LIT")

	def test_the_database_refuses_a_second_open_case_too_and_says_which_is_the_first(self):
		"""Two people press Save at the same moment: both looked before either wrote."""
		with acting_as(self.case_worker):
			first = make_validation(self.participant)
			with patch.object(case, "other_open_case", side_effect=[[], case.other_open_case(first)]):
				with self.assertRaises(frappe.UniqueValidationError):
					make_validation(self.participant)
			with patch.object(case, "other_open_case", side_effect=once_blind(case.other_open_case)):
				with self.refused(f"{first.name} .* is still open"):
					make_validation(self.participant)

	def test_a_decided_case_leaves_room_for_the_next(self):
		take_step(self.pending().name, "Approve", self.supervisor)
		with acting_as(self.case_worker):
			self.assertTrue(make_validation(self.participant).name)

	def test_an_assessment_dated_in_the_future_or_before_the_opening_is_refused(self):
		with acting_as(self.case_worker):
			evidence = make_evidence(self.participant)
			name = make_validation(self.participant, evidence=[{"evidence": evidence}]).name
		take_step(name, "Document", self.case_worker)
		take_step(name, "Submit for Assessment", self.case_worker)
		for day, text in ((add_days(today(), 1), "in the future"), (add_days(today(), -9), "was opened")):
			with acting_as(self.assessor), self.refused(text):
				validation = frappe.get_doc("KIM Validation", name)
				validation.assessed_on = day
				validation.save()

	def test_in_identification_the_competence_and_the_participant_can_still_be_corrected(self):
		with acting_as(self.case_worker):
			other = make_participant(CENTRE, "Haile")
			validation = make_validation(self.participant)
			validation.update({"competence": "KC-2018-LIT", "participant": other})
			validation.save()
		self.assertEqual([row.criterion for row in validation.ratings], ["LIT1", "LIT2", "LIT3", "LIT4"])
		profile = frappe.get_all(
			"KIM Profile Competence",
			filters={"participant": ["in", [self.participant, other]]},
			fields=["participant", "competence"],
		)
		self.assertEqual(profile, [{"participant": other, "competence": "KC-2018-LIT"}])

	def test_what_a_message_quotes_is_not_taken_for_markup(self):
		with acting_as(self.case_worker):
			marked = make_participant(CENTRE, '"<img src=x onerror=alert(1)>"')
			make_validation(marked)
			with self.refused("&lt;img") as refusal:
				make_validation(marked)
		self.assertNotIn("<img", str(refusal.exception))


def once_blind(look):
	"""Sees nothing the first time, as somebody who looked a moment too early; then looks well."""
	seen = []

	def other_open_case(validation):
		seen.append(validation)
		return [] if len(seen) == 1 else look(validation)

	return other_open_case


def apply_workflow_directly(validation, state: str, docstatus: int):
	"""Writes state and status as a request would, without the workflow's action."""
	validation.workflow_state = state
	validation.docstatus = docstatus
	validation.save()
