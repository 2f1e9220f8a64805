"""Recommendations on a site: who writes, reviews, publishes and endorses them, and what the Green Paper makes of
them."""

import string
from io import BytesIO

import frappe
from frappe.desk.form.utils import add_comment
from frappe.utils import today
from pypdf import PdfReader

from kim_app import permissions, roles
from kim_app.breach import Breach
from kim_app.green_paper import endorsing, figures, messages, notices, paper, reports, rules, steps
from kim_app.patches.v1_2 import reports_of_others_are_sources
from kim_app.testing import (
	KIMTestCase,
	acting_as,
	bring_to_approval,
	country,
	make_centre,
	make_participant,
	make_staff,
	make_user,
	take_step,
)

CENTRE, PARTNER = "Paper Centre", "Partner Paper Centre"
TEXT = "Interpreters should be paid for from the first interview on, whatever the language is."
DOCTYPE = "KIM Recommendation"


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
					"doctype": DOCTYPE,
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

	def under_review(self, **fields) -> str:
		name = self.draft(**fields).name
		self.step(name, self.author, "Submit for Review")
		return name

	def published(self, **fields):
		name = self.under_review(**fields)
		self.step(name, self.coordinator, "Publish")
		return frappe.get_doc(DOCTYPE, name)

	def step(self, name: str, user: str, action: str, reason: str | None = None):
		with acting_as(user):
			return steps.take_step(name, action, reason)

	def told(self, user: str, name: str) -> list[str]:
		return frappe.get_all(
			"Notification Log",
			{"for_user": user, "document_name": name},
			pluck="subject",
			order_by="creation",
		)

	def test_everybody_on_the_staff_writes_and_submits(self):
		for role in roles.STAFF:
			name = self.draft(self.staff[role]).name
			self.assertEqual(self.step(name, self.staff[role], "Submit for Review"), "Under Review", role)

	def test_who_has_a_role_but_works_nowhere_is_not_on_the_staff(self):
		stranger = make_user("stranger@paper-centre.example", roles.CASE_WORKER)
		document = self.published()
		with acting_as(stranger):
			self.assertEqual(frappe.get_list(DOCTYPE, {"name": document.name}), [])
			self.assertFalse(frappe.has_permission(DOCTYPE, "read", doc=document.name))
			with self.assertRaises(frappe.PermissionError):
				paper.compile_paper()
		with self.assertRaises(frappe.PermissionError):
			self.draft(stranger)

	def test_an_author_who_has_left_sees_nothing_any_more(self):
		name = self.draft().name
		member = frappe.get_doc("KIM Staff Member", {"user": self.author})
		member.disabled = 1
		member.save()
		with acting_as(self.author):
			self.assertEqual(frappe.get_list(DOCTYPE, {"name": name}), [])
			self.assertFalse(frappe.has_permission(DOCTYPE, "write", doc=name))
			with self.assertRaises(frappe.PermissionError):
				steps.take_step(name, "Submit for Review")

	def test_an_author_submits_and_a_coordinator_returns_publishes_and_retires(self):
		name = self.under_review()
		with self.refused("needs a reason"):
			self.step(name, self.coordinator, "Return to Author")
		self.assertEqual(self.step(name, self.coordinator, "Return to Author", "Which costs?"), "Draft")
		self.step(name, self.author, "Submit for Review")
		self.assertEqual(self.step(name, self.author, "Take Back"), "Draft")
		self.step(name, self.author, "Submit for Review")
		self.assertEqual(self.step(name, self.partner[roles.COORDINATOR], "Publish"), "Published")
		with self.refused("Only a coordinator of the organisation"):
			self.step(name, self.partner[roles.COORDINATOR], "Retire", "Not ours.")
		self.assertEqual(self.step(name, self.coordinator, "Retire", "Done."), "Retired")

	def test_who_can_act_and_who_waits_are_told(self):
		name = self.under_review(title="Pay <b>interpreters</b>")
		(waits,) = self.told(self.coordinator, name)
		self.assertIn("for review: Pay &lt;b&gt;", waits)
		self.assertEqual(self.told(self.partner[roles.COORDINATOR], name), [])
		self.step(name, self.coordinator, "Return to Author", "Which costs?")
		self.step(name, self.author, "Submit for Review")
		self.step(name, self.coordinator, "Publish")
		returned, published = self.told(self.author, name)
		self.assertIn("was returned to you", returned)
		self.assertIn("is published", published)

	def test_what_the_only_coordinator_wrote_is_reviewed_by_those_of_partners(self):
		document = self.draft(self.coordinator)
		self.assertIn(self.partner[roles.COORDINATOR], notices.reviewers(document))
		self.assertNotIn(self.coordinator, notices.reviewers(document))

	def test_nobody_publishes_their_own_and_no_state_is_skipped(self):
		name = self.draft(self.coordinator).name
		with self.refused("cannot take the step Publish"):
			self.step(name, self.coordinator, "Publish")
		self.step(name, self.coordinator, "Submit for Review")
		with self.refused("You wrote this recommendation"):
			self.step(name, self.coordinator, "Publish")
		with self.refused("Only a coordinator"):
			self.step(name, self.author, "Publish")

	def test_nobody_hands_a_recommendation_over_to_publish_it_themself(self):
		name = self.draft(self.coordinator).name
		with acting_as(self.coordinator):
			document = frappe.get_doc(DOCTYPE, name)
			document.owner = self.author
			document.save()
		self.assertEqual(frappe.db.get_value(DOCTYPE, name, "owner"), self.coordinator)

	def test_a_state_is_not_written_by_hand_and_a_published_text_stays(self):
		made = self.draft(status="Published", endorsements=50)
		self.assertEqual((made.status, made.endorsements), ("Draft", 0))
		for field, value in (("status", "Published"), ("published_on", "2026-01-01 00:00:00")):
			with acting_as(self.author), self.refused("cannot be changed by hand"):
				document = frappe.get_doc(DOCTYPE, made.name)
				document.set(field, value)
				document.save()
		document = self.published()
		with acting_as(self.author):
			for field, value in (
				("text", "Something else altogether, and never reviewed."),
				("countries", [{"country": country()}]),
				("evidence", [{"kind": "Source", "what": "Other", "reference": "Elsewhere"}]),
			):
				document = frappe.get_doc(DOCTYPE, document.name)
				document.set(field, value)
				with self.refused("can no longer be changed"):
					document.save()
			with self.refused("is kept"):
				frappe.delete_doc(DOCTYPE, document.name)

	def test_nobody_but_the_author_changes_or_deletes_a_draft(self):
		name = self.draft().name
		with acting_as(self.coordinator):
			document = frappe.get_doc(DOCTYPE, name)
			document.text = TEXT + " Really."
			with self.assertRaises(frappe.PermissionError):
				document.save()
			with self.assertRaises(frappe.PermissionError):
				frappe.delete_doc(DOCTYPE, name)
			row = frappe.get_doc("KIM Recommendation Evidence", document.evidence[0].name)
			row.what = "Slipped in"
			with self.assertRaises(frappe.PermissionError):
				row.save()
		with acting_as(self.author):
			frappe.delete_doc(DOCTYPE, name)
		self.assertFalse(frappe.db.exists(DOCTYPE, name))

	def test_what_says_too_little_is_not_submitted(self):
		for fields, text in (
			({"text": "Pay."}, "a sentence or two"),
			({"for_policy": 0}, "for whom"),
			({"evidence": []}, "what stands behind"),
		):
			name = self.draft(**fields).name
			with self.refused(text):
				self.step(name, self.author, "Submit for Review")
			self.assertEqual(frappe.db.get_value(DOCTYPE, name, "status"), "Draft")
		with self.refused("where it is found"):
			self.draft(evidence=[{"kind": "Source", "what": "Something"}])
		with self.refused("framework or competence to count"):
			self.draft(evidence=[{"kind": "Count of Validations", "what": "Some"}])

	def test_drafts_are_their_authors_reviews_the_organisations_and_publications_everybodys(self):
		name = self.draft().name
		row = frappe.get_doc(DOCTYPE, name).evidence[0].name
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
					listed = len(frappe.get_list(DOCTYPE, {"name": name}))
					rows = len(
						frappe.get_list("KIM Recommendation Evidence", {"name": row}, parent_doctype=DOCTYPE)
					)
					may = frappe.has_permission(DOCTYPE, "read", doc=name)
					self.assertEqual((listed, rows, int(bool(may))), (seen[number],) * 3, (reader, number))

	def test_who_reads_it_comments_on_it_and_nobody_else(self):
		name = self.under_review()
		with acting_as(self.staff[roles.ASSESSOR]):
			add_comment(DOCTYPE, name, "Seen in Lucca too.", frappe.session.user, "An assessor")
		with acting_as(self.partner[roles.CASE_WORKER]), self.assertRaises(frappe.PermissionError):
			add_comment(DOCTYPE, name, "May I?", frappe.session.user, "A stranger")
		filters = {"reference_doctype": DOCTYPE, "reference_name": name, "comment_type": "Comment"}
		for user, seen in ((self.author, 1), (self.partner[roles.CASE_WORKER], 0)):
			make_user(user)
			condition = frappe.get_attr(frappe.get_hooks("permission_query_conditions")["Comment"][0])(user)
			rows = frappe.db.sql(
				f"select name from `tabComment` where reference_name = %s and comment_type = 'Comment' and {condition}",
				filters["reference_name"],
			)
			self.assertEqual(len(rows), seen, user)

	def test_others_endorse_once_take_it_back_and_authors_never(self):
		document = self.published()
		for user in (self.partner[roles.CASE_WORKER], self.staff[roles.TRAINER]):
			with acting_as(user):
				endorsing.endorse(document.name, "Seen every day.")
				with self.refused("endorsed this recommendation already"):
					endorsing.endorse(document.name)
		with acting_as(self.author), self.refused("others endorse it"):
			endorsing.endorse(document.name)
		self.assertEqual(frappe.db.get_value(DOCTYPE, document.name, "endorsements"), 2)
		with acting_as(self.staff[roles.TRAINER]):
			self.assertEqual(endorsing.withdraw(document.name), 1)
			# Nobody's but their own.
			self.assertEqual(endorsing.withdraw(document.name), 1)
		with acting_as(self.author), self.refused("Only a published"):
			endorsing.endorse(self.draft().name)
		for user in (self.author, self.coordinator):
			with acting_as(user), self.assertRaises(frappe.PermissionError):
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
			topics = [section["topic"] for section in made["sections"]]
			self.assertEqual(topics, [topic for topic in rules.TOPICS if topic in topics])
			html = frappe.render_template(paper.TEMPLATE, {"paper": made, "as_pdf": True})
			self.assertNotIn("<now>", html)
			other = frappe.db.get_value("Country", {"name": ["!=", country()]})
			elsewhere = paper.compile_paper(country=other)
			titles = [e["title"] for section in elsewhere["sections"] for e in section["recommendations"]]
			self.assertIn(first.title, titles)
			self.assertNotIn(here.title, titles)
			self.assertEqual(elsewhere["filters"]["Country"], other)
			only = paper.compile_paper(audience="for_practitioners")
			titles = [e["title"] for section in only["sections"] for e in section["recommendations"]]
			self.assertNotIn(first.title, titles)
		with acting_as("Guest"), self.assertRaises(frappe.PermissionError):
			paper.compile_paper()

	def test_the_paper_is_a_pdf_with_contents_that_lead_into_it(self):
		document = self.published()
		with acting_as(self.author):
			paper.download(topic="Work")
		made = frappe.local.response.filecontent
		self.assertTrue(made.startswith(b"%PDF"))
		self.assertIn(document.name, PdfReader(BytesIO(made)).named_destinations)

	def test_a_filter_that_there_is_not_is_refused_in_words(self):
		with acting_as(self.author):
			for given, text in (
				({"topic": "Weather"}, "Weather is no topic"),
				({"audience": "owner"}, "Choose Policy makers, Organisations, Practitioners"),
				({"country": "Atlantis"}, "no country Atlantis"),
			):
				with self.refused(text):
					paper.compile_paper(**given)

	def test_figures_of_small_groups_are_not_given_whoever_asks_in_which_way(self):
		frappe.db.set_single_value("KIM Settings", "smallest_group", 1)
		before = int(figures.validated(competence="KC-2018-ENT"))
		participant = make_participant(CENTRE)
		validation = bring_to_approval(participant, self.staff, "KC-2018-ENT")
		take_step(validation.name, "Approve", self.staff[roles.SUPERVISOR])
		self.assertEqual(int(figures.validated(competence="KC-2018-ENT")), before + 1)
		self.assertGreaterEqual(int(figures.validated("KC-2018", country=country())), 1)
		# More than anybody has: every group is small now.
		frappe.db.set_single_value("KIM Settings", "smallest_group", 10**6)
		counted = {"kind": "Count of Validations", "what": "Validated", "competence": "KC-2018-ENT"}
		document = self.published(evidence=[counted])
		self.assertEqual(document.evidence[0].figure, "< 1000000")
		with acting_as(self.author):
			made = paper.compile_paper(country=country())
		self.assertEqual({row["figure"] for row in made["figures"][1:]}, {"< 1000000"})
		shown = [
			row["figure"] for s in made["sections"] for e in s["recommendations"] for row in e["evidence"]
		]
		self.assertLessEqual(set(shown), {None, "< 1000000"})

	def test_a_figure_is_counted_by_kim_and_not_sent_in(self):
		counted = {
			"kind": "Count of Validations",
			"what": "Validated",
			"framework": "KC-2018",
			"figure": "9000",
			"counted_on": "2020-01-01",
		}
		document = self.draft(evidence=[counted])
		self.assertFalse(document.evidence[0].figure)
		with acting_as(self.author):
			document.evidence[0].figure = "9000"
			document.save()
		self.assertFalse(frappe.get_doc(DOCTYPE, document.name).evidence[0].figure)

	def report(self, **fields):
		row = {
			"kind": "Report",
			"what": "People registered",
			"report": "KIM Gender Equity",
			"measure": "Participants",
		}
		return {**row, **fields}

	def test_a_report_stands_behind_it_with_its_filters_and_the_figure_of_the_day(self):
		frappe.db.set_single_value("KIM Settings", "smallest_group", 1)
		filters = {"counted_in": country(), "from_date": today(), "to_date": today()}
		name = self.draft(evidence=[self.report(**filters)]).name
		self.step(name, self.author, "Submit for Review")
		before = int(frappe.get_doc(DOCTYPE, name).evidence[0].figure)
		make_participant(CENTRE)
		self.step(name, self.coordinator, "Publish")
		row = frappe.get_doc(DOCTYPE, name).evidence[0]
		self.assertEqual((int(row.figure), str(row.counted_on)), (before + 1, today()))
		make_participant(CENTRE)
		with acting_as(self.partner[roles.CASE_WORKER]):
			made = paper.compile_paper()
		told = next(
			entry["evidence"][0]
			for section in made["sections"]
			for entry in section["recommendations"]
			if entry["name"] == name
		)
		self.assertEqual((int(told["figure"]), told["report"]), (before + 2, "KIM Gender Equity"))
		self.assertIn(country(), told["filters"])
		self.assertIn("measure=participants", told["address"])
		self.assertIn(f"from_date={today()}", told["address"])
		html = frappe.render_template(paper.TEMPLATE, {"paper": made, "as_pdf": True})
		self.assertIn("Report: KIM Gender Equity", html)
		self.assertEqual(
			frappe.get_doc(DOCTYPE, name).evidence[0].figure, str(before + 1), "as it was published"
		)

	def test_every_figure_of_every_report_is_counted_and_none_of_a_small_group_is_told(self):
		rows = [
			self.report(report=name, measure=measure)
			for name, told in rules.REPORTS.items()
			for measure in told
		]
		document = self.draft(evidence=rows)
		for row in document.evidence:
			self.assertRegex(reports.figure(row, 5), r"^(< 5|\d*[05]|\d+ % \(n = \d*[05]\))$")
			self.assertEqual(reports.figure(row, 10**6), "< 1000000")
			self.assertIn("/app/query-report/KIM%20", reports.address(row))
		told = {measure for measures in rules.REPORTS.values() for measure in measures}
		self.assertEqual(told, set(reports.MEASURES))
		field = frappe.get_meta("KIM Recommendation Evidence").get_field("measure")
		self.assertEqual(set(field.options.split("\n")) - {""}, told)
		for name in rules.REPORTS:
			self.assertEqual(frappe.db.get_value("Report", name, "module"), "KIM")

	def test_a_report_that_there_is_not_or_a_figure_that_it_does_not_tell_is_refused_with_its_row(self):
		for wrong, text in (
			({"report": "KIM Data Quality"}, "Row 1 of the evidence: choose one of these reports"),
			({"report": None}, "choose one of these reports"),
			(
				{"report": "KIM Training Coverage"},
				"choose what KIM Training Coverage tells: Training attendance",
			),
			({"measure": None}, "choose what KIM Gender Equity tells"),
			({"from_date": "2026-02-01", "to_date": "2026-01-01"}, "ends before it begins"),
		):
			with self.refused(text):
				self.draft(evidence=[self.report(**wrong)])

	def test_what_was_written_as_a_report_of_others_becomes_a_source(self):
		document = self.draft()
		name = document.evidence[0].name
		frappe.db.set_value("KIM Recommendation Evidence", name, "kind", "Report")
		kept = self.draft(evidence=[self.report()]).evidence[0].name
		reports_of_others_are_sources.execute()
		kinds = [frappe.db.get_value("KIM Recommendation Evidence", row, "kind") for row in (name, kept)]
		self.assertEqual(kinds, ["Source", "Report"])

	def test_settings_stored_before_there_was_a_smallest_group_mean_the_usual_one(self):
		for stored in (None, 0, "0"):
			frappe.db.set_single_value("KIM Settings", "smallest_group", stored)
			self.assertEqual(figures.smallest_group(), 5)

	def test_the_topics_are_those_of_the_form_and_every_breach_has_a_sentence(self):
		meta = frappe.get_meta(DOCTYPE)
		self.assertEqual(tuple(meta.get_field("topic").options.strip().split("\n")), rules.TOPICS)
		kinds = frappe.get_meta("KIM Recommendation Evidence").get_field("kind").options.split("\n")
		self.assertEqual(tuple(kinds), rules.KINDS)
		for kind, template in messages._templates().items():
			places = {place for _text, place, *_rest in string.Formatter().parse(template) if place}
			values = {place: ("Work",) if place in ("ways", "choices") else "x" for place in places}
			if "audiences" in places:
				values["audiences"] = rules.AUDIENCES
			self.assertNotIn("{", messages.text(Breach(kind, values)))

	def test_the_forms_tables_are_read_with_the_recommendation(self):
		tables = {field.options for field in frappe.get_meta(DOCTYPE).get_table_fields()}
		self.assertLessEqual(tables, {t for t, parent in permissions.PARENTS.items() if parent == DOCTYPE})
