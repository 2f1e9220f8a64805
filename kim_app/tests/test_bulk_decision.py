"""Many decisions at once: each validation by the rules of its form, one bad one never in the way of the others."""

import frappe

from kim_app import roles
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
from kim_app.validation import bulk, bulk_run, deciding, notices

CENTRE, ELSEWHERE = "Bulk Test Centre", "Other Bulk Test Centre"
COMPETENCES = ("KC-2018-DIG", "KC-2018-LIT", "KC-2018-CIT")


class TestBulkDecision(KIMTestCase):
	@classmethod
	def set_up_site(cls):
		make_centre(CENTRE)
		make_centre(ELSEWHERE)
		cls.staff = make_staff(CENTRE)
		cls.supervisor = cls.staff[roles.SUPERVISOR]
		cls.other = make_user("other@bulk.example", roles.SUPERVISOR, centre=CENTRE)
		cls.stranger = make_user("stranger@bulk.example", roles.SUPERVISOR, centre=ELSEWHERE)
		participant = make_participant(CENTRE)
		cls.names = [bring_to_approval(participant, cls.staff, competence).name for competence in COMPETENCES]

	def decide(self, names, action="Approve", reason=None, user=None):
		"""Decides as `user` would, and lets the worker's part run here; returns the final status."""
		with acting_as(user or self.supervisor):
			name = bulk.decide(names, action, reason)["name"]
			self.run_now(name)
			return bulk.status(name)

	def run_now(self, name: str, **kwargs):
		run = frappe.db.get_value("KIM Bulk Decision", name, "run")
		bulk_run.run(name, kwargs.pop("run", run), commit=kwargs.pop("commit", lambda: None))

	def state(self, name):
		return frappe.db.get_value("KIM Validation", name, "workflow_state")

	def results(self, answer):
		return {row["validation"]: row["result"] for row in answer["results"]}

	def test_every_one_of_many_is_approved_as_its_form_would(self):
		answer = self.decide(self.names)
		self.assertEqual((answer["status"], answer["done"], answer["refused"]), ("Completed", 3, 0))
		for name in self.names:
			validation = frappe.get_doc("KIM Validation", name)
			self.assertEqual((validation.workflow_state, validation.docstatus), ("Validated", 1))
			self.assertEqual(validation.approver, self.supervisor)
			self.assertEqual(validation.steps[-1].action, "Approve")
			self.assertTrue(validation.certificate_number)

	def test_a_reason_goes_into_the_history_of_each(self):
		self.decide(self.names, "Return to Assessor", "Rate them again.")
		for name in self.names:
			step = frappe.get_doc("KIM Validation", name).steps[-1]
			self.assertEqual((step.to_state, step.reason), ("Assessment", "Rate them again."))

	def test_a_missing_reason_or_another_action_is_refused_before_anything_happens(self):
		with acting_as(self.supervisor):
			for action, text in (("Reject", "Write the reason"), ("Revoke", "no decision")):
				with self.assertRaisesRegex(frappe.ValidationError, text):
					bulk.decide(self.names, action)
			with self.assertRaisesRegex(frappe.ValidationError, "at least one"):
				bulk.decide([], "Approve")
			with self.assertRaisesRegex(frappe.ValidationError, "too many"):
				bulk.decide([f"KIM-V-{number}" for number in range(1001)], "Approve")

	def test_who_is_no_supervisor_decides_nothing(self):
		for role in (roles.CASE_WORKER, roles.ASSESSOR, roles.COORDINATOR, roles.TRAINER):
			with acting_as(self.staff[role]), self.assertRaises(frappe.PermissionError):
				bulk.decide(self.names, "Approve")

	def test_one_bad_validation_does_not_stop_the_others(self):
		taken = self.names[1]
		take_step(taken, "Reject", self.other, reason="Nothing shows it.")
		answer = self.decide([*self.names, "KIM-V-99999999"])
		self.assertEqual((answer["done"], answer["refused"]), (2, 2))
		messages = {row["validation"]: row["message"] for row in answer["results"]}
		self.assertIn("other", messages[taken])
		self.assertIn("Not Validated", messages[taken])
		self.assertIn("There is no validation", messages["KIM-V-99999999"])
		self.assertEqual(self.state(taken), "Not Validated")

	def test_who_had_a_hand_in_a_case_is_refused_that_one_alone(self):
		frappe.db.set_value("KIM Validation", self.names[0], "contributors", self.supervisor)
		answer = self.decide(self.names)
		self.assertEqual((answer["done"], answer["refused"]), (2, 1))
		self.assertIn("cannot take the step Approve", answer["results"][0]["message"])
		self.assertEqual(self.state(self.names[0]), "Pending Approval")

	def test_a_supervisor_of_another_centre_is_told_nothing_of_a_case(self):
		answer = self.decide(self.names[:1], user=self.stranger)
		self.assertEqual(answer["refused"], 1)
		self.assertEqual(set(answer["results"][0]), {"validation", "seen", "result", "message"})

	def test_what_changed_since_it_was_looked_at_is_not_decided(self):
		name = self.names[0]
		with acting_as(self.supervisor):
			seen = {name: str(frappe.db.get_value("KIM Validation", name, "modified"))}
		take_step(name, "Return to Assessor", self.other, reason="Look again.")
		take_step(name, "Propose", self.staff[roles.ASSESSOR])
		answer = self.decide(seen)
		self.assertEqual(answer["refused"], 1)
		self.assertIn("Propose", answer["results"][0]["message"])

	def test_a_run_that_was_killed_is_resumed_and_decides_nothing_twice(self):
		with acting_as(self.supervisor):
			name = bulk.decide(self.names, "Approve")["name"]
		real, decided = deciding.take, []

		def killed(validation, *args):
			if decided:
				raise KeyboardInterrupt
			decided.append(validation)
			real(validation, *args)

		frappe.db.savepoint("before_batch")
		deciding.take, bulk_run.BATCH = killed, 1
		try:
			with self.assertRaises(KeyboardInterrupt):
				self.run_now(name)
		finally:
			deciding.take, bulk_run.BATCH = real, 10
		frappe.set_user("Administrator")
		self.assertEqual(self.state(self.names[0]), "Validated")
		with acting_as(self.supervisor):
			with self.assertRaisesRegex(frappe.ValidationError, "still at work"):
				bulk.resume(name)
			frappe.db.set_value("KIM Bulk Decision", name, "last_sign", "2026-01-01 00:00:00")
			self.assertTrue(bulk.status(name)["stopped"])
			old = frappe.db.get_value("KIM Bulk Decision", name, "run")
			bulk.resume(name)
			# The run that was thought dead wakes up: it finds that another has taken over.
			self.run_now(name, run=old)
			self.assertEqual(bulk.status(name)["done"], 1)
			self.run_now(name)
			answer = bulk.status(name)
		self.assertEqual((answer["status"], answer["done"], answer["refused"]), ("Completed", 3, 0))
		self.run_now(name)
		for validation in self.names:
			steps = frappe.get_doc("KIM Validation", validation).steps
			self.assertEqual([step.action for step in steps].count("Approve"), 1)

	def test_a_bulk_decision_is_its_owners_alone_and_is_not_changed(self):
		name = self.decide(self.names[:1])["name"]
		with acting_as(self.other):
			self.assertEqual(frappe.get_list("KIM Bulk Decision"), [])
			self.assertEqual(
				frappe.get_list("KIM Bulk Decision Result", parent_doctype="KIM Bulk Decision"), []
			)
			self.assertFalse(frappe.has_permission("KIM Bulk Decision", "read", doc=name))
			for method in (bulk.status, bulk.resume):
				self.assertRaises(frappe.PermissionError, method, name)
		with acting_as(self.supervisor):
			self.assertEqual(frappe.get_list("KIM Bulk Decision", pluck="name"), [name])
			made = frappe.get_doc("KIM Bulk Decision", name)
			self.assertTrue(made.has_permission("read"))
			self.assertRaises(frappe.PermissionError, made.save)
			self.assertRaises(frappe.PermissionError, frappe.delete_doc, "KIM Bulk Decision", name)
			with self.assertRaises(frappe.PermissionError):
				frappe.get_doc({"doctype": "KIM Bulk Decision", "action": "Approve"}).insert()
		self.assertRaises(frappe.PermissionError, frappe.get_doc("KIM Bulk Decision", name).save)

	def test_who_may_no_longer_decide_when_the_run_begins_decides_nothing(self):
		losses = {
			"sign in": lambda: frappe.db.set_value("User", self.supervisor, "enabled", 0),
			"the role": lambda: frappe.db.delete(
				"Has Role", {"parent": self.supervisor, "role": roles.SUPERVISOR}
			),
			"the centre": lambda: frappe.db.set_value(
				"KIM Staff Member", {"user": self.supervisor}, "disabled", 1
			),
		}
		for loss, lose in losses.items():
			with self.subTest(loss):
				frappe.db.savepoint("before_loss")
				with acting_as(self.supervisor):
					name = bulk.decide(self.names, "Approve")["name"]
				lose()
				self.run_now(name)
				made = frappe.get_doc("KIM Bulk Decision", name)
				self.assertEqual((made.status, made.done, made.refused), ("Completed", 0, 3))
				self.assertTrue(all(row.message for row in made.results))
				self.assertEqual({self.state(validation) for validation in self.names}, {"Pending Approval"})
				frappe.db.rollback(save_point="before_loss")

	def test_who_is_disabled_while_the_run_is_at_work_decides_no_further_batch(self):
		with acting_as(self.supervisor):
			name = bulk.decide(self.names, "Approve")["name"]
		self.patch(bulk_run, "BATCH", 1)
		self.run_now(name, commit=lambda: frappe.db.set_value("User", self.supervisor, "enabled", 0) and None)
		made = frappe.get_doc("KIM Bulk Decision", name)
		self.assertEqual((made.status, made.done, made.refused), ("Completed", 1, 2))
		self.assertIn("no longer a supervisor", made.results[1].message)

	def test_each_person_is_told_once_of_many_decisions(self):
		told = []
		self.patch(
			notices.post, "deliver", lambda user, sentence, *args, **kwargs: told.append((user, sentence))
		)
		self.decide(self.names)
		self.assertEqual(told, [(self.staff[roles.CASE_WORKER], "3 validations were approved.")])

	def patch(self, module, name, value):
		before = getattr(module, name)
		setattr(module, name, value)
		self.addCleanup(setattr, module, name, before)

	def test_rows_that_stand_as_they_stood_are_not_written_and_changed_ones_are(self):
		name = self.names[0]
		rows = ["KIM Criterion Rating", "KIM Validation Step", "KIM Validation Evidence"]
		before = {table: self.stored_rows(table, name) for table in rows}
		self.decide([name])
		for table in rows:
			after = self.stored_rows(table, name)
			self.assertEqual({row.docstatus for row in after}, {1}, table)
			kept = [{**row, "docstatus": 0} for row in after[: len(before[table])]]
			self.assertEqual(kept, before[table])
		take_step(self.names[1], "Return to Assessor", self.supervisor, reason="Rate again.")
		with acting_as(self.staff[roles.ASSESSOR]):
			validation = frappe.get_doc("KIM Validation", self.names[1])
			validation.ratings[1].comment = "Seen once."
			validation.save()
		comments = [row.comment for row in self.stored_rows("KIM Criterion Rating", self.names[1])]
		self.assertEqual([comment for comment in comments if comment], ["Seen once."])

	def stored_rows(self, table: str, parent: str):
		fields = [field.fieldname for field in frappe.get_meta(table).fields]
		return frappe.get_all(
			table,
			filters={"parent": parent},
			fields=["name", "idx", "docstatus", *fields],
			order_by="idx asc",
		)
