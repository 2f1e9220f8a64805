"""Recommendations on a site: who writes, reviews, publishes and endorses them, and what the Green Paper makes of
them."""

import frappe

from kim_app import roles
from kim_app.green_paper import figures, messages, paper, rules, steps
from kim_app.testing import KIMTestCase, acting_as, country, make_centre, make_staff

CENTRE, PARTNER = "Paper Centre", "Partner Paper Centre"
TEXT = "Interpreters should be paid for from the first interview on, whatever the language is."


class TestGreenPaper(KIMTestCase):
	@classmethod
	def set_up_site(cls):
		make_centre(CENTRE, "Paper Organisation")
		make_centre(PARTNER, "Partner Paper Organisation")
		cls.staff = make_staff(CENTRE)
		cls.partner = make_staff(PARTNER, (roles.CASE_WORKER, roles.COORDINATOR))
		cls.author = cls.staff[roles.CASE_WORKER]
		cls.coordinator = cls.staff[roles.COORDINATOR]

	def refused(self, text: str, error=frappe.ValidationError):
		return self.assertRaisesRegex(error, text)

	def draft(self, user: str | None = None, **fields):
		with acting_as(user or self.author):
			return frappe.get_doc(
				{
					"doctype": "KIM Recommendation",
					"title": "Pay interpreters",
					"topic": "Work",
					"text": TEXT,
					"for_policy": 1,
					"evidence": [
						{"kind": "Source", "what": "Cost of a second interview", "reference": "KIM, 2014"}
					],
					**fields,
				}
			).insert()

	def published(self, **fields):
		name = self.draft(**fields).name
		self.step(name, self.author, "Submit for Review")
		self.step(name, self.coordinator, "Publish")
		return frappe.get_doc("KIM Recommendation", name)

	def step(self, name: str, user: str, action: str, reason: str | None = None):
		with acting_as(user):
			return steps.take_step(name, action, reason)

	def test_an_author_submits_and_a_coordinator_returns_publishes_and_retires(self):
		name = self.draft().name
		self.assertEqual(self.step(name, self.author, "Submit for Review"), "Under Review")
		with self.refused("needs a reason"):
			self.step(name, self.coordinator, "Return to Author")
		self.assertEqual(self.step(name, self.coordinator, "Return to Author", "Which costs?"), "Draft")
		self.step(name, self.author, "Submit for Review")
		self.assertEqual(self.step(name, self.partner[roles.COORDINATOR], "Publish"), "Published")
		self.assertEqual(self.step(name, self.coordinator, "Retire", "Done."), "Retired")

	def test_nobody_publishes_their_own_and_no_state_is_skipped(self):
		name = self.draft(self.coordinator).name
		with self.refused("cannot take the step Publish"):
			self.step(name, self.coordinator, "Publish")
		self.step(name, self.coordinator, "Submit for Review")
		with self.refused("You wrote this recommendation"):
			self.step(name, self.coordinator, "Publish")
		with self.refused("Only a coordinator"):
			self.step(name, self.author, "Publish")

	def test_a_state_is_not_written_by_hand_and_a_published_text_stays(self):
		made = self.draft(status="Published", endorsements=50)
		self.assertEqual((made.status, made.endorsements), ("Draft", 0))
		for field, value in (("status", "Published"), ("published_on", "2026-01-01 00:00:00")):
			with acting_as(self.author), self.refused("cannot be changed by hand"):
				document = frappe.get_doc("KIM Recommendation", made.name)
				document.set(field, value)
				document.save()
		document = self.published()
		with acting_as(self.author):
			document = frappe.get_doc("KIM Recommendation", document.name)
			document.text = "Something else altogether, and never reviewed."
			with self.refused("can no longer be changed"):
				document.save()
			with self.refused("is kept"):
				frappe.delete_doc("KIM Recommendation", document.name)

	def test_what_says_too_little_is_not_submitted(self):
		for fields, text in (
			({"text": "Pay."}, "a sentence or two"),
			({"for_policy": 0}, "for whom"),
			({"evidence": []}, "what stands behind"),
		):
			name = self.draft(**fields).name
			with self.refused(text):
				self.step(name, self.author, "Submit for Review")
		with self.refused("where it is found"):
			self.draft(evidence=[{"kind": "Report", "what": "Something"}])
		with self.refused("framework or competence to count"):
			self.draft(evidence=[{"kind": "Count of Validations", "what": "Some"}])

	def test_drafts_are_their_authors_reviews_the_organisations_and_publications_everybodys(self):
		name = self.draft().name
		readers = {
			self.author: (1, 1, 1),
			self.coordinator: (1, 1, 1),
			self.staff[roles.ASSESSOR]: (0, 1, 1),
			self.partner[roles.COORDINATOR]: (0, 1, 1),
			self.partner[roles.CASE_WORKER]: (0, 0, 1),
		}
		for number, (user, action) in enumerate(
			((None, None), (self.author, "Submit for Review"), (self.coordinator, "Publish"))
		):
			if action:
				self.step(name, user, action)
			for reader, seen in readers.items():
				with acting_as(reader):
					listed = len(frappe.get_list("KIM Recommendation", {"name": name}))
					may = frappe.has_permission("KIM Recommendation", "read", doc=name)
					self.assertEqual((listed, int(bool(may))), (seen[number], seen[number]), (reader, number))

	def test_others_endorse_once_and_authors_never(self):
		document = self.published()
		for user in (self.partner[roles.CASE_WORKER], self.staff[roles.TRAINER]):
			with acting_as(user):
				steps.endorse(document.name, "Seen every day.")
				with self.refused("endorsed this recommendation already"):
					steps.endorse(document.name)
		with acting_as(self.author), self.refused("others endorse it"):
			steps.endorse(document.name)
		self.assertEqual(frappe.db.get_value("KIM Recommendation", document.name, "endorsements"), 2)
		with acting_as(self.author), self.refused("Only a published"):
			steps.endorse(self.draft().name)
		with acting_as(self.author), self.assertRaises(frappe.PermissionError):
			frappe.get_doc({"doctype": "KIM Endorsement", "recommendation": document.name}).insert()

	def test_the_paper_holds_the_published_ones_by_topic_with_current_figures(self):
		counted = {"kind": "Count of Validations", "what": "Digital validated", "framework": "KC-2018"}
		first = self.published(title="Pay interpreters <now>", evidence=[counted])
		self.draft(title="Never submitted")
		here = self.published(title="Only here", topic="Gender equity", countries=[{"country": country()}])
		with acting_as(self.partner[roles.CASE_WORKER]):
			made = paper.compile_paper()
			titles = [entry["title"] for section in made["sections"] for entry in section["recommendations"]]
			self.assertLessEqual({first.title, here.title}, set(titles))
			self.assertNotIn("Never submitted", titles)
			self.assertEqual(
				[section["topic"] for section in made["sections"]],
				[topic for topic in rules.TOPICS if topic in {s["topic"] for s in made["sections"]}],
			)
			html = frappe.render_template(paper.TEMPLATE, {"paper": made, "as_pdf": True})
			self.assertIn("Pay interpreters &lt;now&gt;", html)
			other = frappe.db.get_value("Country", {"name": ["!=", country()]})
			elsewhere = paper.compile_paper(country=other)
			titles = [e["title"] for section in elsewhere["sections"] for e in section["recommendations"]]
			self.assertNotIn(here.title, titles)
			paper.download(topic="Work")
		self.assertTrue(frappe.local.response.filecontent.startswith(b"%PDF"))
		with acting_as("Guest"), self.assertRaises(frappe.PermissionError):
			paper.compile_paper()

	def test_small_figures_are_not_given_exactly(self):
		self.assertEqual(
			[figures.shown(figure) for figure in (0, 1, 4, 5, 500)], ["0", "< 5", "< 5", "5", "500"]
		)

	def test_the_topics_are_those_of_the_form_and_every_breach_has_a_sentence(self):
		options = frappe.get_meta("KIM Recommendation").get_field("topic").options.strip().split("\n")
		self.assertEqual(tuple(options), rules.TOPICS)
		self.assertTrue(messages._templates())
