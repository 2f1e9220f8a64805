"""Competence frameworks on a site: what comes with KIM, what stands once they are published, versions, files."""

import io
import json
import re
from pathlib import Path

import frappe
from werkzeug.datastructures import FileStorage

from kim_app import frameworks, roles
from kim_app.frameworks import api, messages, shipped, shipped_files
from kim_app.frameworks.exchange import api as exchange
from kim_app.frameworks.exchange import case_json, esco_csv, stored
from kim_app.frameworks.exchange.model import Crosswalk, named
from kim_app.kim.doctype.kim_competence import kim_competence
from kim_app.kim.doctype.kim_competence_framework import kim_competence_framework
from kim_app.patches.v1_1 import kinds_of_competences
from kim_app.session import acting_as
from kim_app.testing import (
	KIMTestCase,
	make_centre,
	make_competence,
	make_framework,
	make_participant,
	make_staff,
	make_validation,
)

SHIPPED = "KC-2018"


class TestShippedFrameworks(KIMTestCase):
	def test_every_shipped_framework_is_on_the_site_as_its_file_says(self):
		for content in shipped_files.contents():
			expected = shipped_files.framework(content)
			found = stored.read(expected.name)
			self.assertEqual(
				[each.code for each in found.competences], [each.code for each in expected.competences]
			)
			for mine, theirs in zip(found.competences, expected.competences, strict=True):
				self.assertEqual(mine, theirs)
			self.assertEqual(found, expected)
			self.assertEqual(
				frappe.db.get_value("KIM Competence Framework", expected.name, "status"), content["status"]
			)

	def test_levels_are_numbered_from_the_lowest(self):
		positions = frappe.get_all(
			"KIM Competence Level", filters={"parent": SHIPPED}, pluck="position", order_by="idx asc"
		)
		self.assertEqual(positions, list(range(len(positions))))

	def test_a_newer_kim_adds_what_is_missing_and_changes_nothing_that_is_there(self):
		frappe.db.delete("KIM Competence Translation", {"parent": f"{SHIPPED}-LIT", "language": "sv"})
		frappe.db.set_value(
			"KIM Competence Translation",
			{"parent": f"{SHIPPED}-LIT", "language": "de", "criterion": ["is", "not set"]},
			"title",
			"Unsere eigene Übersetzung",
		)
		frappe.clear_document_cache("KIM Competence", f"{SHIPPED}-LIT")
		shipped.load()
		literacy = stored.read(SHIPPED).competences[0]
		self.assertEqual(literacy.translations["de"].title, "Unsere eigene Übersetzung")
		file = shipped_files.framework(
			next(
				each
				for each in shipped_files.contents()
				if each["framework_code"] == "KC" and each["version"] == "2018"
			)
		)
		self.assertEqual(literacy.translations["sv"], file.competences[0].translations["sv"])
		self.assertEqual(literacy.criteria, file.competences[0].criteria)

	def test_a_site_of_kim_1_0_gets_kinds_positions_pictograms_and_the_day_of_publication(self):
		name = make_framework("OLD", levels=[{"code": code, "title": code} for code in "01234"])
		area = make_competence(name, "A", kind="Area")
		# As KIM 1.0 left them: Frappe gives a new field's default to what is there.
		frappe.db.set_value("KIM Competence", area, "kind", "Competence")
		frappe.db.set_value("KIM Competence Framework", name, {"status": "Published", "published_on": None})
		frappe.db.set_value("KIM Competence Level", {"parent": name}, {"position": 0, "pictogram": None})
		kinds_of_competences.execute()
		self.assertEqual(frappe.db.get_value("KIM Competence", area, "kind"), "Area")
		self.assertIsNotNone(frappe.db.get_value("KIM Competence Framework", name, "published_on"))
		found = stored.read(name).levels
		self.assertEqual([level.pictogram for level in found], list(kinds_of_competences.PICTOGRAMS.values()))
		positions = frappe.get_all(
			"KIM Competence Level", {"parent": name}, pluck="position", order_by="idx asc"
		)
		self.assertEqual(positions, [0, 1, 2, 3, 4])


class FrameworkCase(KIMTestCase):
	"""Two organisations with a coordinator each; the first has a draft framework F-1."""

	@classmethod
	def set_up_site(cls):
		cls.staff = make_staff(make_centre("Framework Centre", "Framework Organisation"))
		cls.other = make_staff(
			make_centre("Elsewhere Centre", "Elsewhere Organisation"), (roles.COORDINATOR,)
		)
		cls.coordinator = cls.staff[roles.COORDINATOR]
		cls.name = make_framework("F", organisation="Framework Organisation")
		area = make_competence(cls.name, "A", kind="Area")
		competence = make_competence(
			cls.name, "A1", parent_kim_competence=area, esco_uri="http://data.europa.eu/esco/skill/1"
		)
		make_competence(cls.name, "A1.1", kind="Indicator", parent_kim_competence=competence)
		cls.counts = cls.count()

	@staticmethod
	def count():
		return [frappe.db.count(doctype) for doctype in ("KIM Competence Framework", "KIM Competence")]

	def get(self, name=None):
		return frappe.get_doc("KIM Competence Framework", name or self.name)

	def refused(self, document, words, error=frappe.ValidationError):
		before = frappe.get_doc(document.doctype, document.name).as_dict()
		with self.assertRaisesRegex(error, words):
			document.save()
		self.assertEqual(frappe.get_doc(document.doctype, document.name).as_dict(), before)


class TestKIMCompetenceFramework(FrameworkCase):
	def test_levels_stand_once_and_above_one_that_counts_every_level_counts(self):
		framework = self.get()
		framework.append("levels", {"code": "1", "title": "Again", "counts_as_shown": 1})
		self.refused(framework, "levels stand twice: 1")
		framework = self.get()
		framework.append("levels", {"code": "2", "title": "Higher"})
		self.refused(framework, "Level 1 counts as shown, so level 2 above it must count too")

	def test_a_code_and_version_are_given_once(self):
		with self.assertRaisesRegex(frappe.ValidationError, "There is a framework F-1 already"):
			make_framework("F")

	def test_an_incomplete_framework_is_not_published_and_everything_missing_is_said(self):
		framework = self.get(make_framework("I", levels=[{"code": "0", "title": "Only one"}]))
		framework.status = "Published"
		with self.assertRaises(frappe.ValidationError) as caught:
			framework.save()
		for words in ("at least two", "No level counts", "no competence yet"):
			self.assertIn(words, str(caught.exception))
		make_competence(self.name, "BARE", criteria=[])
		framework = self.get()
		framework.status = "Published"
		self.refused(framework, "nobody could rate them: BARE")

	def test_the_owners_coordinator_publishes_and_retires_and_nobody_goes_back(self):
		with acting_as(self.staff[roles.CASE_WORKER]), self.assertRaises(frappe.PermissionError):
			api.publish(self.name)
		with acting_as(self.other[roles.COORDINATOR]), self.assertRaises(frappe.PermissionError):
			api.publish(self.name)
		with acting_as(self.coordinator):
			with self.assertRaisesRegex(frappe.ValidationError, "cannot go from Draft to Retired"):
				api.retire(self.name)
			api.publish(self.name)
			self.assertEqual(str(self.get().published_on), frappe.utils.today())
			for status in ("Draft",):
				framework = self.get()
				framework.status = status
				self.refused(framework, "cannot go from Published to Draft")
			api.retire(self.name)
			framework = self.get()
			framework.status = "Published"
			self.refused(framework, "cannot go from Retired to Published")

	def test_no_new_validation_begins_with_a_draft_nor_with_a_retired_framework(self):
		participant = make_participant("Framework Centre")
		with self.assertRaisesRegex(frappe.ValidationError, "Framework F is not published"):
			make_validation(participant, "F-1-A1", claimed_level="1")
		api.publish(self.name)
		api.retire(self.name)
		with self.assertRaisesRegex(frappe.ValidationError, "Framework F is not published"):
			make_validation(participant, "F-1-A1", claimed_level="1")
		self.assertEqual(len(api.overview(self.name)["competences"]), 3)

	def test_a_framework_begins_as_a_draft(self):
		with self.assertRaisesRegex(frappe.ValidationError, "begins as a draft"):
			make_framework("P", status="Published")

	def test_after_publishing_a_framework_stays_as_it_is(self):
		api.publish(self.name)
		changes = (
			lambda framework: framework.update({"title": "Other"}),
			lambda framework: framework.update({"language": "fr"}),
			lambda framework: framework.update({"organisation": "Elsewhere Organisation"}),
			lambda framework: framework.levels[0].update({"title": "Other"}),
			lambda framework: framework.levels[0].update({"pictogram": "Alone"}),
			lambda framework: framework.levels.pop(),
			lambda framework: framework.levels.reverse(),
			lambda framework: framework.append("levels", {"code": "2", "title": "New", "counts_as_shown": 1}),
		)
		for number, change in enumerate(changes):
			framework = self.get()
			change(framework)
			with self.subTest(change=number):
				self.refused(framework, "what people were assessed by stays|must count too")
		with self.assertRaisesRegex(frappe.ValidationError, "is kept"):
			frappe.delete_doc("KIM Competence Framework", self.name)
		self.assertEqual(self.count(), self.counts)

	def test_after_publishing_further_languages_are_added(self):
		api.publish(self.name)
		framework = self.get()
		framework.append("translations", {"language": "ti", "level": "1", "title": "ርኡይ"})
		framework.save()
		self.assertEqual([row.language for row in self.get().languages], ["en", "ti"])
		framework.translations[0].title = "ካልእ"
		self.refused(framework, "translations people were assessed with stay")

	def test_a_framework_is_not_taken_over_by_naming_another_owner(self):
		with acting_as(self.other[roles.COORDINATOR]):
			framework = self.get()
			framework.organisation = "Elsewhere Organisation"
			self.refused(framework, "", frappe.PermissionError)
			shipped_one = self.get(SHIPPED)
			shipped_one.organisation = "Elsewhere Organisation"
			self.refused(shipped_one, "", frappe.PermissionError)
			with self.assertRaises(frappe.PermissionError):
				make_framework("N", organisation="Framework Organisation")
			with self.assertRaises(frappe.PermissionError):
				make_framework("N")

	def test_an_unused_draft_goes_with_everything_in_it(self):
		with acting_as(self.coordinator):
			frappe.delete_doc("KIM Competence Framework", self.name)
		self.assertEqual(self.count(), [self.counts[0] - 1, self.counts[1] - 3])
		self.assertEqual(frappe.get_all("KIM Competence Criterion", filters={"parent": "F-1-A1"}), [])

	def test_a_draft_without_competences_is_deleted(self):
		name = make_framework("EMPTY", organisation="Framework Organisation")
		with acting_as(self.coordinator):
			frappe.delete_doc("KIM Competence Framework", name)
		self.assertFalse(frappe.db.exists("KIM Competence Framework", name))

	def test_a_framework_that_another_is_based_on_is_not_deleted(self):
		api.new_version(self.name, "2", "Framework Organisation")
		with self.assertRaisesRegex(frappe.ValidationError, "F-1 is used and cannot be deleted.*F-2"):
			frappe.delete_doc("KIM Competence Framework", self.name)
		self.assertTrue(frappe.db.exists("KIM Competence", "F-1-A1.1"))

	def test_every_rule_has_its_sentence_and_every_sentence_a_rule(self):
		folder = Path(frameworks.__file__).parent
		sources = [*folder.glob("*.py"), *(folder / "exchange").glob("*.py")]
		sources += [Path(module.__file__) for module in (kim_competence, kim_competence_framework)]
		text = "".join(path.read_text() for path in sources if "messages" not in path.name)
		# Kinds that are put together or chosen from two.
		kinds = {
			"code-of-framework-missing",
			"version-of-framework-missing",
			"parent-missing",
			"parent-left-out",
		}
		kinds |= set(re.findall(r'(?:Breach|\.add|\.note)\(\s*"([a-z0-9-]+)"', text))
		self.assertEqual(kinds, set(messages.all_templates()))


class TestVersions(FrameworkCase):
	def test_a_coordinator_makes_their_own_version_of_a_shipped_framework(self):
		with acting_as(self.coordinator):
			name = api.new_version(SHIPPED, "2018.1")
		framework = self.get(name)
		self.assertEqual(
			(framework.name, framework.status, framework.organisation, framework.based_on),
			("KC-2018.1", "Draft", "Framework Organisation", SHIPPED),
		)
		old, new = stored.read(SHIPPED), stored.read(name)
		self.assertEqual(new.levels, old.levels)
		self.assertEqual(new.translations, old.translations)
		for earlier, later in zip(old.competences, new.competences, strict=True):
			self.assertIn(Crosswalk("Same", SHIPPED, earlier.code), later.crosswalk)
			for row in earlier.crosswalk:
				self.assertIn(row, later.crosswalk)
			self.assertEqual((later.title, later.criteria), (earlier.title, earlier.criteria))
			self.assertEqual(later.translations, earlier.translations)

	def test_a_new_version_keeps_the_tree_and_can_be_changed_and_published(self):
		api.publish(self.name)
		with acting_as(self.coordinator):
			name = api.new_version(self.name, "2")
			self.assertEqual(
				frappe.db.get_value("KIM Competence", "F-2-A1.1", "parent_kim_competence"), "F-2-A1"
			)
			make_competence(name, "A2", parent_kim_competence="F-2-A")
			api.publish(name)
		self.assertFalse(frappe.db.exists("KIM Competence", "F-1-A2"))

	def test_a_version_that_is_there_already_is_refused_and_nothing_is_copied(self):
		with self.assertRaisesRegex(frappe.ValidationError, "There is a framework F-1 already"):
			api.new_version(self.name, "1", "Framework Organisation")
		self.assertEqual(self.count(), self.counts)

	def test_a_new_version_needs_a_version_that_can_stand_in_a_name(self):
		with acting_as(self.coordinator):
			for version in ("", "  ", None, "<b>", "x" * 41):
				with (
					self.subTest(version=version),
					self.assertRaises((frappe.ValidationError, frappe.NameError)),
				):
					api.new_version(self.name, version)
		self.assertEqual(self.count(), self.counts)

	def test_only_coordinators_copy_and_only_for_their_own_organisation(self):
		with acting_as(self.staff[roles.CASE_WORKER]), self.assertRaises(frappe.PermissionError):
			api.new_version(SHIPPED, "9")
		with acting_as(self.coordinator), self.assertRaisesRegex(frappe.PermissionError, "do not oversee"):
			api.new_version(SHIPPED, "9", "Elsewhere Organisation")
		self.assertEqual(self.count(), self.counts)


class TestExchange(FrameworkCase):
	def load(self, content: bytes, filename="file", **chosen):
		frappe.local.request = frappe._dict(files={"file": FileStorage(io.BytesIO(content), filename)})
		try:
			return exchange.load(**chosen)
		finally:
			del frappe.local.request

	def export(self, name, file_format):
		exchange.export(name, file_format)
		self.assertEqual(frappe.response.type, "download")
		return frappe.response.filecontent

	def test_every_shipped_framework_goes_out_and_comes_in_again_equal(self):
		for content in shipped_files.contents():
			name = shipped_files.framework(content).name
			for file_format in ("case", "csv"):
				with self.subTest(framework=name, format=file_format), acting_as(self.coordinator):
					version = f"{content['version']}-{file_format}"
					answer = self.load(self.export(name, file_format), version=version)
					self.assertEqual(answer["problems"], [])
					expected = named(stored.read(name), version=version)
					self.assertEqual(stored.read(answer["framework"]), expected)
					draft = self.get(answer["framework"])
					self.assertEqual((draft.status, draft.organisation), ("Draft", "Framework Organisation"))

	def test_a_broken_file_is_told_line_by_line_and_nothing_is_stored(self):
		content = esco_csv.write(stored.read(self.name)).decode("utf-8-sig")
		broken = content.replace(",A1.1,", ",a1,").replace("data.europa.eu/esco", "example.org")
		with acting_as(self.coordinator):
			answer = self.load(broken.encode(), "broken.csv", version="2")
		self.assertIsNone(answer["framework"])
		lines = {(row["line"], row["place"], row["blocking"]) for row in answer["problems"]}
		self.assertEqual(lines, {(6, "code", True), (8, "code", True)})
		self.assertTrue(all(row["message"] for row in answer["problems"]))
		self.assertEqual(self.count(), self.counts)

	def test_what_leads_to_nothing_on_the_site_is_said_and_left_out_only_when_that_was_seen(self):
		framework = named(stored.read(self.name), version="2")
		framework.based_on = "GONE-1"
		framework.competences[1].crosswalk = [
			Crosswalk("Same", "GONE-1", "X"),
			Crosswalk("Same", SHIPPED, "LIT"),
		]
		content = case_json.write(framework)
		with acting_as(self.coordinator):
			answer = self.load(content)
			self.assertEqual(answer["framework"], None)
			self.assertEqual([row["blocking"] for row in answer["problems"]], [False, False])
			self.assertTrue(all(row["line"] for row in answer["problems"]))
			self.assertEqual(self.count(), self.counts)
			answer = self.load(content, accept="1")
		self.assertEqual(answer["framework"], "F-2")
		self.assertEqual(stored.read("F-2").competences[1].crosswalk, [Crosswalk("Same", SHIPPED, "LIT")])

	def test_a_framework_that_is_here_already_is_not_imported_over(self):
		with acting_as(self.coordinator):
			answer = self.load(case_json.write(stored.read(self.name)))
		self.assertIn("There is a framework F-1 already", answer["problems"][0]["message"])
		self.assertEqual(self.count(), self.counts)

	def test_a_refusal_in_the_middle_leaves_nothing_behind(self):
		framework = named(stored.read(self.name), version="2")
		framework.languages.append("xx")
		framework.competences[2].translations = {"yy": framework.translations.get("yy") or shipped_text()}
		with acting_as(self.coordinator):
			answer = self.load(case_json.write(framework))
		self.assertIn("no language", " ".join(row["message"] for row in answer["problems"]))
		self.assertEqual(self.count(), self.counts)

	def test_files_by_others_come_in_as_drafts(self):
		folder = Path(frappe.get_app_path("kim_app")).parent / "tests" / "rules" / "framework_files"
		with acting_as(self.coordinator):
			case = self.load((folder / "by_others.case.json").read_bytes(), code="WR", accept=1)
			esco = self.load(
				(folder / "skills_fr.csv").read_bytes(),
				"skills_fr.csv",
				code="E",
				version="1",
				title="ESCO",
				accept=1,
			)
		self.assertEqual([case["framework"], esco["framework"]], ["WR-3.1", "E-1"])
		self.assertEqual(frappe.db.get_value("KIM Competence Framework", "E-1", "language"), "fr")
		self.assertEqual(frappe.db.count("KIM Competence", {"framework": "WR-3.1"}), 4)

	def test_who_may_not_make_frameworks_neither_imports_nor_exports(self):
		content = case_json.write(named(stored.read(self.name), version="2"))
		for role in (roles.CASE_WORKER, roles.ASSESSOR, roles.SUPERVISOR, roles.TRAINER):
			with self.subTest(role=role), acting_as(self.staff[role]):
				self.assertRaises(frappe.PermissionError, self.load, content)
				self.assertRaises(frappe.PermissionError, exchange.export, self.name, "case")

	def test_a_file_that_is_too_large_is_refused_before_it_is_read(self):
		frappe.db.set_single_value("KIM Settings", "largest_file_mb", 1)
		with acting_as(self.coordinator), self.assertRaisesRegex(frappe.ValidationError, "larger than 1 MB"):
			self.load(b"x" * 1024 * 1024 + b"x", "large.csv")

	def test_an_exported_package_names_its_owner_and_when_it_was_changed(self):
		package = json.loads(self.export(self.name, "case"))
		self.assertEqual(package["CFDocument"]["creator"], "Framework Organisation")
		self.assertRegex(
			package["CFDocument"]["lastChangeDateTime"], r"^\d{4}-\d\d-\d\dT[\d:]{8}[+-]\d\d:\d\d$"
		)


def shipped_text():
	return next(
		iter(shipped_files.framework(shipped_files.contents()[0]).competences[0].translations.values())
	)
