"""What KIM's site tests share: people, places and records made in one line. For tests only."""

from __future__ import annotations

import threading
import unittest
from collections.abc import Callable
from unittest.mock import patch

import frappe

try:
	from frappe.tests import IntegrationTestCase as FrappeTestCase
except ImportError:  # Frappe 15
	from frappe.tests.utils import FrappeTestCase

from kim_app import permissions, roles
from kim_app.measures import tally
from kim_app.session import acting_as


class KIMTestCase(FrappeTestCase):
	"""A test on a site. What a test writes is undone when it ends, what `set_up_site` writes when the
	class ends: people and places cost seconds to make, so a class makes them once."""

	@classmethod
	def setUpClass(cls):
		super().setUpClass()
		frappe.set_user("Administrator")
		cls.addClassCleanup(frappe.db.rollback)
		cls.set_up_site()

	@classmethod
	def set_up_site(cls):
		"""People and places that every test of the class uses."""

	def setUp(self):
		super().setUp()
		frappe.set_user("Administrator")
		frappe.db.savepoint("kim_test")
		self.addCleanup(self._undo)

	@staticmethod
	def _undo():
		frappe.set_user("Administrator")
		frappe.db.rollback(save_point="kim_test")
		frappe.clear_document_cache("Workflow", "KIM Validation")


def remember_apart(test):
	"""Lets `test` keep the figures of dashboards apart from those that the site's scheduler makes meanwhile."""
	test.enterContext(patch.object(tally, "KEY", f"kim_tally_of_{frappe.generate_hash(length=10)}"))
	test.addCleanup(tally.forget)


class Elsewhere(threading.Thread):
	"""`work` done by `user` over a connection of its own, as another person's request is; committed when it
	succeeds. After `join`, `result` is what it returned or `error` what it raised."""

	def __init__(self, user: str, work: Callable):
		super().__init__(daemon=True)
		self.user, self.work = user, work
		self.site, self.sites_path = frappe.local.site, frappe.local.sites_path
		self.result = self.error = None

	def run(self):
		frappe.init(site=self.site, sites_path=self.sites_path)
		frappe.connect()
		try:
			# So that nothing is put into the queue of a worker.
			frappe.flags.in_test = True
			frappe.set_user(self.user)
			self.result = self.work()
			frappe.db.commit()
		except Exception as error:
			self.error = error
			frappe.db.rollback()
		finally:
			frappe.destroy()

	def done(self):
		"""Waits for the end; returns the result, or raises what the work raised."""
		self.join(120)
		if self.error:
			raise self.error
		return self.result


class CommittedTestCase(FrappeTestCase):
	"""A test of two people at once: what it writes is committed, so that another connection sees it, and is removed
	with the test's own `CENTRE` when the class ends. `staff` are that centre's."""

	CENTRE = ""

	@classmethod
	def setUpClass(cls):
		super().setUpClass()
		if frappe.db.db_type == "sqlite":
			raise unittest.SkipTest("SQLite lets one write at a time.")
		frappe.set_user("Administrator")
		cls.addClassCleanup(cls._clean_up)
		make_centre(cls.CENTRE, f"{cls.CENTRE} Organisation")
		cls.staff = make_staff(cls.CENTRE)
		cls.set_up_committed()
		frappe.db.commit()

	@classmethod
	def set_up_committed(cls):
		"""Further people that every test of the class uses."""

	@classmethod
	def _clean_up(cls):
		frappe.db.rollback()
		frappe.set_user("Administrator")
		remove_centres([cls.CENTRE])
		frappe.db.commit()

	def setUp(self):
		frappe.set_user("Administrator")
		self.addCleanup(frappe.db.rollback)

	def while_uncommitted(self, work: Callable, user: str, colleague: str, action: Callable) -> Elsewhere:
		"""`colleague` does `action` here, uncommitted, while `user` does `work` over another connection and has to
		wait; then commits. Returns the other's thread, ended."""
		with acting_as(colleague):
			action()
		other = Elsewhere(user, work)
		other.start()
		other.join(2)
		self.assertTrue(other.is_alive(), "the other one waits for what is not committed yet")
		frappe.db.commit()
		other.join(60)
		return other


def make_centre(name: str, organisation: str = "Test Organisation") -> str:
	"""A centre of `organisation`, both made when missing; returns the centre's name."""
	if not frappe.db.exists("KIM Organisation", organisation):
		frappe.get_doc(
			{"doctype": "KIM Organisation", "organisation_name": organisation, "country": country()}
		).insert()
	if not frappe.db.exists("KIM Centre", name):
		frappe.get_doc(
			{
				"doctype": "KIM Centre",
				"centre_name": name,
				"organisation": organisation,
				"country": country(),
				"language": "it",
			}
		).insert()
	return name


def country() -> str:
	"""A country that the site has."""
	return (
		frappe.db.get_value("Country", {"code": "it"}) or frappe.get_all("Country", limit=1, pluck="name")[0]
	)


SYSTEM_MANAGER = "system-manager@tests.example"


def make_user(email: str, *user_roles: str, centre: str | None = None) -> str:
	"""A user with `user_roles`, working for `centre` when given; returns the e-mail address."""
	if email != SYSTEM_MANAGER:
		# Frappe makes the first person of a site its System Manager, whatever role was meant.
		make_user(SYSTEM_MANAGER, "System Manager")
	if not frappe.db.exists("User", email):
		frappe.get_doc(
			{
				"doctype": "User",
				"email": email,
				"first_name": email.split("@")[0],
				"send_welcome_email": 0,
				"roles": [{"role": role} for role in user_roles],
			}
		).insert()
	if centre and not frappe.db.exists("KIM Staff Member", {"user": email, "centre": centre}):
		frappe.get_doc({"doctype": "KIM Staff Member", "user": email, "centre": centre}).insert()
	return email


def make_staff(centre: str, of_roles: tuple[str, ...] = roles.STAFF) -> dict[str, str]:
	"""One user per role at `centre`: {role: e-mail address}."""
	place = frappe.scrub(centre).replace("_", "-")
	return {
		role: make_user(
			f"{frappe.scrub(role).removeprefix('kim_').replace('_', '-')}@{place}.example",
			role,
			centre=centre,
		)
		for role in of_roles
	}


def make_participant(centre: str, family_name: str = "Okafor", **fields) -> str:
	return (
		frappe.get_doc(
			{
				"doctype": "KIM Participant",
				"centre": centre,
				"family_name": family_name,
				"given_name": "Ada",
				**fields,
			}
		)
		.insert()
		.name
	)


def make_evidence(participant: str, competence: str = "KC-2018-DIG", **fields) -> str:
	return (
		frappe.get_doc(
			{
				"doctype": "KIM Evidence",
				"participant": participant,
				"title": "Kept the accounts of a market stall",
				"kind": "Reference",
				"competences": [{"competence": competence}],
				**fields,
			}
		)
		.insert()
		.name
	)


def make_target(levels, title: str = "Kitchen assistant", **fields):
	"""A target profile that requires `levels`, pairs of a competence and a level's code."""
	return frappe.get_doc(
		{
			"doctype": "KIM Target Profile",
			"title": title,
			"kind": "Job",
			"levels": [{"competence": competence, "level": level} for competence, level in levels],
			**fields,
		}
	).insert()


def make_validation(participant: str, competence: str = "KC-2018-DIG", **fields):
	"""A validation at Identification, opened by the session's user."""
	return frappe.get_doc(
		{
			"doctype": "KIM Validation",
			"participant": participant,
			"competence": competence,
			"claimed_level": "2",
			**fields,
		}
	).insert()


def take_step(name: str, action: str, user: str, doctype: str = "KIM Validation", **fields):
	"""`user` fills in `fields` and takes the workflow's step `action`, as the form does; returns the document."""
	from frappe.model.workflow import apply_workflow

	with acting_as(user):
		document = frappe.get_doc(doctype, name)
		if fields:
			document.update(fields)
			document.save()
		apply_workflow(document.as_dict(), action)
	return frappe.get_doc(doctype, name)


def bring_to_approval(participant: str, staff: dict[str, str], competence: str = "KC-2018-DIG"):
	"""A validation that waits for a supervisor's decision, brought there step by step by `staff`."""
	with acting_as(staff[roles.CASE_WORKER]):
		evidence = make_evidence(participant, competence)
		name = make_validation(participant, competence).name
	take_step(name, "Document", staff[roles.CASE_WORKER])
	take_step(name, "Submit for Assessment", staff[roles.CASE_WORKER], evidence=[{"evidence": evidence}])
	return propose(name, staff[roles.ASSESSOR])


def propose(name: str, assessor: str, level: str = "3"):
	"""`assessor` rates every criterion `level`, gives a rationale and proposes."""
	validation = frappe.get_doc("KIM Validation", name)
	ratings = [{**row.as_dict(), "level": level} for row in validation.ratings]
	return take_step(
		name, "Propose", assessor, ratings=ratings, proposed_level=level, rationale="Seen at work, twice."
	)


def make_framework(code: str, version: str = "1", organisation: str | None = None, **fields) -> str:
	"""A draft framework with two levels, of which the upper counts as shown."""
	if organisation and not frappe.db.exists("KIM Organisation", organisation):
		frappe.get_doc(
			{"doctype": "KIM Organisation", "organisation_name": organisation, "country": country()}
		).insert()
	return (
		frappe.get_doc(
			{
				"doctype": "KIM Competence Framework",
				"framework_code": code,
				"version": version,
				"title": f"Framework {code}",
				"organisation": organisation,
				"levels": [
					{"code": "0", "title": "Not yet"},
					{"code": "1", "title": "Shown", "counts_as_shown": 1},
				],
				**fields,
			}
		)
		.insert()
		.name
	)


def make_competence(framework: str, code: str, kind: str = "Competence", **fields) -> str:
	"""A competence (with one criterion), area or indicator of `framework`."""
	if kind == "Competence":
		fields.setdefault("criteria", [{"code": f"{code}1", "statement": f"Does {code}"}])
	return (
		frappe.get_doc(
			{
				"doctype": "KIM Competence",
				"framework": framework,
				"code": code,
				"title": code,
				"kind": kind,
				**fields,
			}
		)
		.insert()
		.name
	)


def remove_centres(centres: list[str]):
	"""Takes `centres` away with everything in them, their organisations and the people who work there;
	decided validations too, which no form lets anybody delete."""
	places = ["in", centres]
	organisations = frappe.get_all("KIM Centre", filters={"name": places}, pluck="organisation")
	users = frappe.get_all("KIM Staff Member", filters={"centre": places}, pluck="user")
	names = {
		doctype: frappe.get_all(
			doctype, filters={field: places} if field else {organisation: ["in", organisations]}, pluck="name"
		)
		for doctype, (field, organisation, _participant) in permissions.PLACES.items()
		if doctype != "KIM Organisation"
	}
	imports = ["in", names["KIM Legacy Import"] or [""]]
	for doctype in ("KIM Import Chunk", "KIM Import Change"):
		frappe.db.delete(doctype, {"legacy_import": imports})
	for table, parent in permissions.PARENTS.items():
		frappe.db.delete(table, {"parent": ["in", names[parent] or [""]]})
	for doctype, records in names.items():
		frappe.db.delete(doctype, {"name": ["in", records or [""]]})
		# After the record: files of one that somebody judged stay with it.
		remove_references(doctype, records)
	for organisation in set(organisations):
		if not frappe.db.exists("KIM Centre", {"organisation": organisation}):
			frappe.db.delete("KIM Organisation", {"name": organisation})
	for doctype, table in permissions.OWN.items():
		made = frappe.get_all(doctype, filters={"owner": ["in", users or [""]]}, pluck="name")
		frappe.db.delete(table, {"parent": ["in", made or [""]]})
		frappe.db.delete(doctype, {"name": ["in", made or [""]]})
	for user in set(users):
		frappe.db.delete("Notification Log", {"for_user": user})
		frappe.delete_doc("User", user, force=True, ignore_missing=True, ignore_permissions=True)


def remove_references(doctype: str, names: list[str]):
	"""Takes away what hangs on records: files, versions, comments, workflow actions, followers, notices."""
	named = ["in", names or [""]]
	for file in frappe.get_all(
		"File", filters={"attached_to_doctype": doctype, "attached_to_name": named}, pluck="name"
	):
		frappe.delete_doc("File", file, force=True, ignore_permissions=True)
	filters = {"reference_doctype": doctype, "reference_name": named}
	actions = frappe.get_all("Workflow Action", filters=filters, pluck="name")
	frappe.db.delete("Workflow Action Permitted Role", {"parent": ["in", actions or [""]]})
	frappe.db.delete("Workflow Action", filters)
	frappe.db.delete("Comment", filters)
	frappe.db.delete("Version", {"ref_doctype": doctype, "docname": named})
	frappe.db.delete("Notification Log", {"document_type": doctype, "document_name": named})
