"""A draft framework is its organisation's own business, and what is published leads to nothing but what
everybody reads: every way in obeys `kim_app.frameworks.access`."""

import frappe
import frappe.client
from frappe.desk import reportview

from kim_app import roles
from kim_app.frameworks import api
from kim_app.frameworks.exchange import api as exchange
from kim_app.overrides import search
from kim_app.profile import api as profile
from kim_app.session import acting_as
from kim_app.testing import (
	KIMTestCase,
	make_centre,
	make_competence,
	make_framework,
	make_participant,
	make_staff,
	make_target,
	make_user,
)

OWN, FOREIGN = "Access Organisation", "Stranger Organisation"
FRAMEWORK, COMPETENCE, TARGET = "KIM Competence Framework", "KIM Competence", "KIM Target Profile"
TABLES = {
	"KIM Competence Level": (FRAMEWORK, "DRAFTED-1"),
	"KIM Framework Translation": (FRAMEWORK, "DRAFTED-1"),
	"KIM Competence Criterion": (COMPETENCE, "DRAFTED-1-X"),
	"KIM Competence Translation": (COMPETENCE, "DRAFTED-1-X"),
	"KIM Competence Crosswalk": (COMPETENCE, "DRAFTED-1-X"),
}


class AccessCase(KIMTestCase):
	"""OWN has a draft DRAFTED-1 and a published framework OPEN-1, each with a competence X; FOREIGN has staff
	of its own."""

	@classmethod
	def set_up_site(cls):
		cls.staff = make_staff(make_centre("Access Centre", OWN))
		cls.strangers = make_staff(make_centre("Stranger Centre", FOREIGN))
		cls.participant = make_user("participant@access.example", roles.PARTICIPANT)
		make_participant("Access Centre", user=cls.participant)
		cls.open = make_framework("OPEN", organisation=OWN)
		make_competence(cls.open, "X", title="Open competence")
		api.publish(cls.open)
		cls.draft = make_framework(
			"DRAFTED",
			organisation=OWN,
			based_on=cls.open,
			translations=[{"language": "fr", "title": "Brouillon"}],
		)
		make_competence(
			cls.draft,
			"X",
			title="Secret competence",
			translations=[{"language": "fr", "title": "Secret"}],
			crosswalk=[{"relation": "Same", "competence": "OPEN-1-X"}],
		)

	def outsiders(self):
		"""Everybody who may not read the draft: the other organisation's staff, and a participant."""
		return {**self.strangers, roles.PARTICIPANT: self.participant}

	def refused(self, words, call, *args, error=frappe.ValidationError, **kwargs):
		with self.assertRaisesRegex(error, words):
			call(*args, **kwargs)


class TestReadingDrafts(AccessCase):
	def found(self, doctype):
		"""The names that each way to rows of `doctype` gives the user of the session."""
		found = {
			"list": frappe.get_list(doctype, pluck="name", limit=0),
			"REST list": [row.name for row in frappe.client.get_list(doctype, limit_page_length=0)],
		}
		frappe.local.form_dict = frappe._dict(
			doctype=doctype, fields='["name"]', start=0, page_length=100_000, view="Report"
		)
		answer = reportview.get()
		found["report"] = [name for row in (answer or {}).get("values", []) for name in row]
		for ignoring in (0, 1):
			answer = search.search_link(doctype, "", ignore_user_permissions=ignoring, page_length=100_000)
			answer = frappe.response.pop("results") if answer is None else answer
			found[f"link, ignoring user permissions: {ignoring}"] = [row["value"] for row in answer]
		return found

	def test_drafts_are_in_no_list_of_others(self):
		for doctype, name in ((FRAMEWORK, self.draft), (COMPETENCE, "DRAFTED-1-X")):
			for role, user in self.outsiders().items():
				with self.subTest(doctype=doctype, role=role), acting_as(user):
					for way, names in self.found(doctype).items():
						self.assertNotIn(name, names, way)
						self.assertIn(name.replace("DRAFTED", "OPEN"), names, way)
			for role, user in self.staff.items():
				with self.subTest(doctype=doctype, role=role), acting_as(user):
					for way, names in self.found(doctype).items():
						self.assertIn(name, names, way)

	def test_counts_and_single_values_tell_nothing_of_drafts(self):
		with acting_as(self.strangers[roles.COORDINATOR]):
			for doctype, name in ((FRAMEWORK, self.draft), (COMPETENCE, "DRAFTED-1-X")):
				count = frappe.get_attr(
					frappe.get_hooks("override_whitelisted_methods")["frappe.client.get_count"][-1]
				)
				self.assertEqual(count(doctype, {"name": name}), 0)
				self.assertFalse(frappe.client.get_value(doctype, "title", {"name": name}))
				self.assertEqual(search.get_link_title(doctype, name), name)
		with acting_as(self.staff[roles.CASE_WORKER]):
			self.assertEqual(search.get_link_title(COMPETENCE, "DRAFTED-1-X"), "Secret competence")

	def test_rows_of_a_drafts_tables_are_not_read_alone(self):
		for table, (parent, name) in TABLES.items():
			with self.subTest(table=table):
				rows = {"filters": {"parent": name}, "parent_doctype": parent, "pluck": "name"}
				with acting_as(self.strangers[roles.COORDINATOR]):
					self.assertEqual(frappe.get_list(table, **rows), [])
				with acting_as(self.staff[roles.COORDINATOR]):
					self.assertTrue(frappe.get_list(table, **rows))

	def test_one_draft_is_neither_opened_nor_exported_nor_copied_by_others(self):
		calls = {
			"REST": (frappe.client.get, FRAMEWORK, self.draft),
			"REST, competence": (frappe.client.get, COMPETENCE, "DRAFTED-1-X"),
			"form": (api.overview, self.draft),
			"form of a competence": (api.standing, "DRAFTED-1-X"),
			"export as CASE": (exchange.export, self.draft, "case"),
			"export as CSV": (exchange.export, self.draft, "csv"),
			"new version": (api.new_version, self.draft, "2"),
			"levels and competences": (profile.competences, self.draft),
			"scale": (profile.scale_of, "DRAFTED-1-X"),
		}
		for role, user in self.outsiders().items():
			for way, (call, *args) in calls.items():
				with self.subTest(role=role, way=way), acting_as(user):
					self.assertRaises(frappe.PermissionError, call, *args)

	def test_the_tree_shows_drafts_to_their_own_organisation_only(self):
		with acting_as(self.strangers[roles.COORDINATOR]):
			roots = [node["value"] for node in api.tree(COMPETENCE, is_root=True)]
			self.assertNotIn(self.draft, roots)
			self.assertIn(self.open, roots)
			self.assertEqual(api.tree(COMPETENCE, is_root=True, framework=self.draft), [])
			self.assertEqual(api.tree(COMPETENCE, self.draft), [])
			self.assertEqual(api.tree(COMPETENCE, "DRAFTED-1-X"), [])
		with acting_as(self.staff[roles.CASE_WORKER]):
			self.assertIn(self.draft, [node["value"] for node in api.tree(COMPETENCE, is_root=True)])
			self.assertEqual(len(api.tree(COMPETENCE, self.draft)), 1)

	def test_what_others_read_names_no_draft(self):
		with acting_as(self.strangers[roles.COORDINATOR]):
			self.assertEqual(api.overview(self.open)["newer"], [])
			self.assertEqual(api.standing("OPEN-1-X")["compared"], [])
		with acting_as(self.staff[roles.CASE_WORKER]):
			self.assertEqual([row.name for row in api.overview(self.open)["newer"]], [self.draft])
			self.assertEqual([row["name"] for row in api.standing("OPEN-1-X")["compared"]], ["DRAFTED-1-X"])

	def test_published_and_retired_frameworks_are_read_by_all(self):
		api.publish(self.draft)
		for _status in ("Published", "Retired"):
			for role, user in self.outsiders().items():
				with self.subTest(role=role), acting_as(user):
					for way, names in self.found(COMPETENCE).items():
						self.assertIn("DRAFTED-1-X", names, way)
					self.assertEqual(frappe.client.get(FRAMEWORK, self.draft)["status"], _status)
			if _status == "Published":
				api.retire(self.draft)

	def test_comments_on_a_draft_are_read_by_its_own_organisation_only(self):
		name = frappe.get_doc(FRAMEWORK, self.draft).add_comment("Comment", "Not ready").name
		with acting_as(self.strangers[roles.COORDINATOR]):
			self.assertFalse(frappe.has_permission("Comment", "read", doc=name))

	def test_a_draft_target_profile_is_read_by_its_own_organisation_only(self):
		target = make_target([("KC-2018-DIG", "2")], organisation=OWN, status="Draft").name
		with acting_as(self.strangers[roles.CASE_WORKER]):
			self.assertNotIn(target, frappe.get_list(TARGET, pluck="name", limit=0))
			self.assertRaises(frappe.PermissionError, frappe.client.get, TARGET, target)
		with acting_as(self.staff[roles.CASE_WORKER]):
			self.assertIn(target, frappe.get_list(TARGET, pluck="name", limit=0))

	def test_a_link_search_that_ignores_user_permissions_shows_no_strangers_participant(self):
		with acting_as(self.strangers[roles.CASE_WORKER]):
			self.assertEqual(frappe.get_list("KIM Participant", pluck="name"), [])
			for doctype in ("KIM Participant", "KIM Evidence", "KIM Validation"):
				answer = search.search_link(doctype, "", ignore_user_permissions=1)
				answer = frappe.response.pop("results") if answer is None else answer
				self.assertEqual(answer, [])
		hooks = frappe.get_hooks("override_whitelisted_methods")
		for method in ("search_link", "search_widget", "get_link_title"):
			self.assertEqual(hooks[f"frappe.desk.search.{method}"][-1], f"kim_app.overrides.search.{method}")


class TestCrosswalks(AccessCase):
	def compare(self, competence, other, relation="Related"):
		document = frappe.get_doc(COMPETENCE, competence)
		document.append("crosswalk", {"relation": relation, "competence": other})
		return document

	def foreign(self, code="FOREIGN", **fields):
		name = make_framework(code, organisation=FOREIGN)
		return make_competence(name, "X", **fields)

	def test_a_draft_is_compared_with_drafts_of_its_own_organisation_only(self):
		self.refused(
			"leads to DRAFTED-1-X, which is still a draft", self.compare(self.foreign(), "DRAFTED-1-X").save
		)
		own = make_competence(make_framework("OTHER", organisation=OWN), "X")
		self.compare(own, "DRAFTED-1-X").save()
		self.compare(own, "OPEN-1-X").save()

	def test_what_is_published_leads_to_no_draft(self):
		self.refused("leads to DRAFTED-1-X", self.compare("OPEN-1-X", "DRAFTED-1-X").save)
		other = make_framework("OTHER", organisation=OWN)
		self.compare(make_competence(other, "X"), "DRAFTED-1-X").save()
		self.refused("leads to DRAFTED-1-X", api.publish, other)
		api.publish(self.draft)
		api.publish(other)

	def test_crosswalks_of_a_published_competence_are_added_but_neither_changed_nor_taken_away(self):
		document = self.compare("OPEN-1-X", "KC-2018-DIG")
		document.save()
		self.compare("OPEN-1-X", "KC-2018-MUL").save()
		document = frappe.get_doc(COMPETENCE, "OPEN-1-X")
		self.assertEqual(
			[(row.relation, row.competence) for row in document.crosswalk],
			[("Related", "KC-2018-DIG"), ("Related", "KC-2018-MUL")],
		)
		changes = (
			lambda rows: rows[0].update({"relation": "Same"}),
			lambda rows: rows[0].update({"competence": "KC-2018-LIT"}),
			lambda rows: rows.pop(),
			lambda rows: rows.clear(),
		)
		for number, change in enumerate(changes):
			with self.subTest(change=number):
				document = frappe.get_doc(COMPETENCE, "OPEN-1-X")
				change(document.crosswalk)
				self.refused("OPEN-1 is Published, so its crosswalks to KC-2018-[A-Z]+.* stay", document.save)
		self.assertEqual(len(frappe.get_doc(COMPETENCE, "OPEN-1-X").crosswalk), 2)

	def test_the_tree_shows_what_a_competence_is_compared_with_from_both_sides(self):
		self.compare("OPEN-1-X", "KC-2006-DIG", "Broader").save()
		for framework, other, relation in (
			(self.open, "KC-2006-DIG", "Broader"),
			("KC-2006", "OPEN-1-X", "Narrower"),
		):
			with acting_as(self.strangers[roles.CASE_WORKER]):
				nodes = api.tree(COMPETENCE, framework)
			compared = {each["name"]: each["relation"] for node in nodes for each in node["compared"]}
			self.assertEqual(compared[other], relation)
			self.assertNotIn("DRAFTED-1-X", compared)

	def test_the_esco_address_of_a_published_competence_is_added_but_not_replaced(self):
		document = frappe.get_doc(COMPETENCE, "OPEN-1-X")
		document.esco_uri = "http://data.europa.eu/esco/skill/1"
		document.save()
		for other in ("http://data.europa.eu/esco/skill/2", "", None):
			document = frappe.get_doc(COMPETENCE, "OPEN-1-X")
			document.esco_uri = other
			self.refused("the ESCO address stays: http://data.europa.eu/esco/skill/1", document.save)

	def test_a_crosswalk_that_an_earlier_kim_let_others_write_does_not_keep_a_draft(self):
		foreign = self.foreign()
		frappe.get_doc(
			{
				"doctype": "KIM Competence Crosswalk",
				"parent": foreign,
				"parenttype": COMPETENCE,
				"parentfield": "crosswalk",
				"relation": "Same",
				"competence": "DRAFTED-1-X",
			}
		).db_insert()
		with acting_as(self.staff[roles.COORDINATOR]):
			frappe.delete_doc(FRAMEWORK, self.draft)
		self.assertEqual(frappe.get_doc(COMPETENCE, foreign).crosswalk, [])

	def test_a_crosswalk_of_ones_own_draft_keeps_a_draft_and_is_named(self):
		own = make_competence(make_framework("OTHER", organisation=OWN), "X")
		self.compare(own, "DRAFTED-1-X").save()
		self.refused("is used and cannot be deleted.*OTHER-1-X", frappe.delete_doc, COMPETENCE, "DRAFTED-1-X")
		self.assertTrue(frappe.db.exists(COMPETENCE, "DRAFTED-1-X"))


class TestWording(AccessCase):
	def test_markup_and_texts_that_the_database_cannot_hold_are_refused_with_their_place(self):
		for field, text, words in (
			("title", "<b>Bold</b>", "Title: Here stands &lt;b&gt;"),
			("description", "a <i", "Description: Here stands &lt;i"),
			("description", "x" * 70_000, "Description: The text has 70000 characters and may have 10000"),
			("title", "Bell \x07", "Title: The character U\\+0007 is no text"),
		):
			with self.subTest(field=field, text=text[:10]):
				for doctype, name in ((FRAMEWORK, self.draft), (COMPETENCE, "DRAFTED-1-X")):
					document = frappe.get_doc(doctype, name)
					document.set(field, text)
					self.refused(words, document.save)
		document = frappe.get_doc(COMPETENCE, "DRAFTED-1-X")
		document.criteria[0].statement = "<script>"
		self.refused("Criteria, row 1, What the person can do: Here stands", document.save)

	def test_a_text_is_kept_in_the_order_that_a_file_has(self):
		document = frappe.get_doc(COMPETENCE, "DRAFTED-1-X")
		document.update({"title": "  Cooks \t for\u00a0ten ", "description": "\r\nOne\r\ntwo \n"})
		document.save()
		document.reload()
		self.assertEqual((document.title, document.description), ("Cooks for ten", "One\ntwo"))

	def test_what_a_published_framework_holds_from_before_does_not_keep_a_translation_out(self):
		frappe.db.set_value(COMPETENCE, "OPEN-1-X", "description", "<b>from  before</b> ")
		document = frappe.get_doc(COMPETENCE, "OPEN-1-X")
		document.append("translations", {"language": "it", "title": "Aperta"})
		document.save()
		self.assertEqual(frappe.db.get_value(COMPETENCE, "OPEN-1-X", "description"), "<b>from  before</b> ")
