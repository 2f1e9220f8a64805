"""Two people at once, each over a connection of their own: nothing is decided twice, no approval is lost from a
profile, and whoever comes second is told who decided what."""

import threading
import time

import frappe

from kim_app import roles
from kim_app.testing import (
	CommittedTestCase,
	Elsewhere,
	acting_as,
	bring_to_approval,
	make_participant,
	make_user,
	take_step,
)
from kim_app.validation import bulk, bulk_run, inbox

CENTRE = "Two At Once Centre"
DIGITAL, LITERACY = "KC-2018-DIG", "KC-2018-LIT"


class TestTwoAtOnce(CommittedTestCase):
	CENTRE = CENTRE

	@classmethod
	def set_up_committed(cls):
		cls.first = cls.staff[roles.SUPERVISOR]
		cls.second = make_user("second@two-at-once.example", roles.SUPERVISOR, centre=CENTRE)
		frappe.db.set_value("User", cls.first, "full_name", "Frida First")
		frappe.db.set_value("User", cls.second, "full_name", "Stefan Second")

	def pending(self, participants: int = 1, competences=(DIGITAL, LITERACY)) -> list[str]:
		"""Names of committed validations that wait for a decision, one participant after the other."""
		names = []
		for _number in range(participants):
			with acting_as(self.staff[roles.CASE_WORKER]):
				participant = make_participant(CENTRE)
			names += [bring_to_approval(participant, self.staff, each).name for each in competences]
		frappe.db.commit()
		return sorted(names)

	def begin_bulk(self, user: str, names: list[str], action: str, reason: str | None = None) -> str:
		"""A bulk decision that no worker was told of, committed; returns its name."""
		enqueue, bulk._enqueue = bulk._enqueue, lambda *args: None
		try:
			with acting_as(user):
				return bulk.decide(names, action, reason)["name"]
		finally:
			bulk._enqueue = enqueue
			frappe.db.commit()

	def run_together(self, *decisions: str):
		"""Runs bulk decisions at the same moment, each as a worker would; returns {name: {validation: row}}."""
		barrier = threading.Barrier(len(decisions))
		runs = {name: frappe.db.get_value("KIM Bulk Decision", name, "run") for name in decisions}
		batch, bulk_run.BATCH = bulk_run.BATCH, 2
		try:
			workers = []
			for name in decisions:

				def work(name=name):
					barrier.wait(60)
					bulk_run.run(name, runs[name])

				workers.append(Elsewhere("Administrator", work))
				workers[-1].start()
			for worker in workers:
				worker.done()
		finally:
			bulk_run.BATCH = batch
		frappe.db.rollback()
		return {
			name: {row.validation: row for row in frappe.get_doc("KIM Bulk Decision", name).results}
			for name in decisions
		}

	def check_decided_once(self, names: list[str], told: dict, actions: dict[str, tuple[str, str]]):
		"""`told` is what `run_together` returned; `actions` {bulk decision: (its owner, its action)}."""
		for name in names:
			stored = frappe.get_doc("KIM Validation", name)
			deciding = [step for step in stored.steps if step.from_state == "Pending Approval"]
			self.assertEqual(len(deciding), 1, f"{name} is decided once")
			winners = [
				bulk_decision for bulk_decision in told if self.result(told, bulk_decision, name) == "Done"
			]
			self.assertEqual(len(winners), 1, f"{name} is noted once as decided")
			owner, action = actions[winners[0]]
			self.assertEqual((deciding[0].user, deciding[0].action), (owner, action))
			for loser in set(told) - set(winners):
				if row := told[loser].get(name):
					self.assertEqual(row.result, "Refused")
					winner = frappe.db.get_value("User", owner, "full_name")
					self.assertIn(f"{winner} took the step {action}", row.message)
			self.check_profile(stored)

	def result(self, told, bulk_decision: str, name: str) -> str | None:
		row = told[bulk_decision].get(name)
		return row and row.result

	def check_profile(self, stored):
		profile = frappe.db.get_value(
			"KIM Profile Competence",
			{"participant": stored.participant, "competence": stored.competence},
			["validation", "validated_level", "claimed_level"],
		)
		validated = stored.workflow_state == "Validated"
		self.assertEqual(profile, (stored.name, "3", "2") if validated else (None, None, "2"))

	def test_two_who_decide_the_same_set_decide_each_once_between_them(self):
		names = self.pending(3)
		one = self.begin_bulk(self.first, names, "Approve")
		other = self.begin_bulk(self.second, names, "Approve")
		told = self.run_together(one, other)
		self.check_decided_once(names, told, {one: (self.first, "Approve"), other: (self.second, "Approve")})
		numbers = frappe.get_all("KIM Validation", {"name": ["in", names]}, pluck="certificate_number")
		self.assertEqual(len(set(numbers)), len(names))

	def test_overlapping_sets_with_opposite_decisions_leave_one_decision_each(self):
		names = self.pending(3)
		one = self.begin_bulk(self.first, names[:5], "Approve")
		other = self.begin_bulk(self.second, names[1:], "Reject", "Nothing shows it.")
		told = self.run_together(one, other)
		self.check_decided_once(names, told, {one: (self.first, "Approve"), other: (self.second, "Reject")})
		self.assertEqual(told[one][names[0]].result, "Done")
		self.assertEqual(told[other][names[5]].result, "Done")

	def test_two_workers_with_the_same_decision_take_it_once(self):
		names = self.pending(2)
		name = self.begin_bulk(self.first, names, "Approve")
		told = self.run_together(name, name)
		self.check_decided_once(names, told, {name: (self.first, "Approve")})
		counts = frappe.db.get_value("KIM Bulk Decision", name, ["status", "done", "refused"])
		self.assertEqual(counts, ("Completed", 4, 0))

	def test_who_waited_for_a_colleague_is_told_what_was_decided_meanwhile(self):
		name = self.pending(1, (DIGITAL,))[0]
		other = self.while_uncommitted(
			lambda: (frappe.get_doc("KIM Validation", name), inbox.decide(name, "Reject", "Too little.")),
			self.second,
			self.first,
			lambda: inbox.decide(name, "Approve"),
		)
		self.assertIsInstance(other.error, frappe.TimestampMismatchError)
		self.assertIn("Frida First took the step Approve", str(other.error))
		self.assertIn("Validated", str(other.error))

	def test_the_form_tells_it_too(self):
		name = self.pending(1, (DIGITAL,))[0]

		def reject():
			validation = frappe.get_doc("KIM Validation", name)
			# The state in which this connection reads was taken here, before the colleague commits.
			time.sleep(0.1)
			validation.update({"workflow_state": "Not Validated", "reason": "Too little."})
			validation.submit()

		other = self.while_uncommitted(reject, self.second, self.first, lambda: inbox.decide(name, "Approve"))
		self.assertIsInstance(other.error, frappe.TimestampMismatchError)
		self.assertIn("Frida First took the step Approve", str(other.error))

	def test_an_approval_and_a_revocation_at_once_leave_the_approval_in_the_profile(self):
		for approve_first in (True, False):
			old = self.pending(1, (DIGITAL,))[0]
			participant = take_step(old, "Approve", self.first).participant
			new = bring_to_approval(participant, self.staff, DIGITAL).name
			frappe.db.commit()

			def approve(new=new):
				inbox.decide(new, "Approve")

			def revoke(old=old):
				take_step(old, "Revoke", frappe.session.user, reason="The reference was forged.")

			coordinator = self.staff[roles.COORDINATOR]
			steps = [(approve, self.second), (revoke, coordinator)]
			(here, colleague), (there, user) = steps if approve_first else reversed(steps)
			self.while_uncommitted(there, user, colleague, here).done()
			frappe.db.rollback()
			profile = {"participant": participant, "competence": DIGITAL}
			self.assertEqual(
				frappe.db.get_value("KIM Profile Competence", profile, ["validation", "validated_level"]),
				(new, "3"),
			)
			self.assertEqual(frappe.db.get_value("KIM Validation", old, "workflow_state"), "Revoked")
