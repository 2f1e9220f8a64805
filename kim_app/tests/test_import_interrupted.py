"""A load goes on after whatever interrupts it, and every row is there once.

The workers here are processes of their own on the real database, killed or cut off in the middle of their work; so what they
write is committed, and removed when the class ends.
"""

import os
import random
import subprocess
import sys
import time
from unittest.mock import patch

import frappe

from kim_app import roles
from kim_app.kim.doctype.kim_legacy_import.test_kim_legacy_import import FRAMEWORK, make_genders
from kim_app.legacy_import import api, jobs
from kim_app.legacy_import.loading import chunks
from kim_app.legacy_import.loading.one_chunk import LOADERS
from kim_app.testing import KIMTestCase, acting_as, make_centre, make_staff, remove_centres

CENTRE, ORGANISATION = "Interrupted Import Centre", "Interrupted Import Organisation"
PEOPLE = 240
ROWS = 20
COURSE = "KIM-PILOT-1"
FEW = 6
WORKER = """
import frappe
frappe.init(site={site!r}, sites_path={sites!r})
frappe.connect()
from kim_app.legacy_import import jobs
jobs.load({name!r})
frappe.destroy()
"""


class InterruptedTestCase(KIMTestCase):
	"""Imports `files`, in chunks of `rows`."""

	rows = ROWS

	@classmethod
	def set_up_site(cls):
		cls.addClassCleanup(cls.remove)
		make_centre(CENTRE, ORGANISATION)
		make_genders()
		cls.staff = make_staff(CENTRE)
		frappe.db.commit()

	@classmethod
	def remove(cls):
		frappe.db.rollback()
		remove_centres([CENTRE])
		frappe.db.commit()

	def setUp(self):
		super().setUp()
		self.addCleanup(self.remove_records)
		self.workers = []
		self.name = self.started()

	def remove_records(self):
		for worker in self.workers:
			worker.kill()
			worker.wait()
		frappe.db.rollback()
		for doctype in ("KIM Profile Competence", "KIM Validation", "KIM Participant"):
			frappe.db.delete(doctype, {"centre": CENTRE})
		chunks.remove(self.name)
		frappe.db.commit()
		# What a test commits ends the transaction to whose beginning KIMTestCase goes back.
		frappe.db.savepoint("kim_test")

	def files(self) -> dict[str, list[str]]:
		"""The register's files: their lines by name, the people's first."""
		raise NotImplementedError

	def started(self) -> str:
		"""A running import whose chunks are small, so that there is much to interrupt."""
		files = self.files()
		with acting_as(self.staff[roles.CASE_WORKER]):
			importing = frappe.get_doc(
				{
					"doctype": "KIM Legacy Import",
					"centre": CENTRE,
					"framework": FRAMEWORK,
					"training_course": COURSE,
				}
			).insert()
			content = "\n".join(files["people.csv"]).encode()
			file = frappe.get_doc(
				{
					"doctype": "File",
					"file_name": "people.csv",
					"content": content,
					"is_private": 1,
					"attached_to_doctype": "KIM Legacy Import",
					"attached_to_name": importing.name,
				}
			).insert()
			importing.workbook = file.file_url
			importing.save()
		with patch.multiple(chunks, ROWS=self.rows, ROWS_ONE_BY_ONE=self.rows):
			jobs.check_now(importing.name)
			workbook, _reference = jobs.line.walk(
				importing.name, [("\n".join(lines).encode(), name) for name, lines in files.items()]
			)
			chunks.store(importing.name, workbook)
		with acting_as(self.staff[roles.SUPERVISOR]):
			api.approve(importing.name)
		self.run_again(importing.name)
		return importing.name

	def run_again(self, name: str):
		"""What `api.resume` does, but that the workers are the test's."""
		jobs._hand_to_load(name)
		frappe.db.commit()

	def worker(self) -> subprocess.Popen:
		code = WORKER.format(
			site=frappe.local.site, sites=os.path.abspath(frappe.local.sites_path), name=self.name
		)
		worker = subprocess.Popen(
			[sys.executable, "-c", code],
			cwd=frappe.local.sites_path,
			stdout=subprocess.PIPE,
			stderr=subprocess.STDOUT,
		)
		self.workers.append(worker)
		return worker

	def finish(self, worker: subprocess.Popen):
		said, _nothing = worker.communicate(timeout=120)
		self.assertEqual(worker.returncode, 0, said.decode())

	def wait_for_chunks(self, count: int, worker: subprocess.Popen):
		"""Until `count` chunks are done, and a moment more, so that the next is on its way."""
		for _attempt in range(6000):
			if self.stored("KIM Import Chunk", legacy_import=self.name, state="Done") >= count:
				break
			self.assertIsNone(worker.poll(), "The worker ended before it could be interrupted.")
			time.sleep(0.005)
		time.sleep(random.uniform(0, 0.04))

	def stored(self, doctype: str, **filters) -> int:
		# Each look begins a new transaction, or it would see what was there at the first.
		frappe.db.rollback()
		return frappe.db.count(doctype, filters)


class TestInterruptedImport(InterruptedTestCase):
	def files(self) -> dict[str, list[str]]:
		numbers = [f"I-{number:04d}" for number in range(PEOPLE)]
		return {
			"people.csv": ["Client number;Family name;Given name;Mother tongue"]
			+ [f"{number};Rossi {number};Ada;Arabic" for number in numbers],
			"cases.csv": ["Client number;Competence;Claimed level;Validated level;Outcome;Decision date"]
			+ [f"{number};DIG;2;3;Validated;05/06/2014" for number in numbers],
		}

	def every_row_is_there_once(self):
		frappe.db.rollback()
		people = frappe.get_all(
			"KIM Participant", {"centre": CENTRE}, ["name", "legacy_key", "legacy_import"]
		)
		self.assertEqual(sorted(row.legacy_key for row in people), [f"I-{n:04d}" for n in range(PEOPLE)])
		self.assertEqual({row.legacy_import for row in people}, {self.name})
		named = ["in", [row.name for row in people]]
		spoken = frappe.get_all("KIM Participant Language", {"parent": named}, pluck="parent")
		self.assertEqual(sorted(spoken), sorted(row.name for row in people))
		cases = frappe.get_all("KIM Validation", {"centre": CENTRE}, pluck="participant")
		self.assertEqual(sorted(cases), sorted(row.name for row in people))
		self.assertEqual(frappe.db.count("KIM Profile Competence", {"centre": CENTRE}), PEOPLE)
		state = frappe.db.get_value("KIM Legacy Import", self.name, ["status", "rows_created"], as_dict=True)
		self.assertEqual((state.status, state.rows_created), ("Completed", 2 * PEOPLE))

	def nothing_is_half_there(self):
		done = self.stored("KIM Import Chunk", legacy_import=self.name, state="Done")
		here = frappe.db.count("KIM Participant", {"centre": CENTRE})
		here += frappe.db.count("KIM Validation", {"centre": CENTRE})
		self.assertEqual(here, ROWS * done)

	def test_workers_killed_at_any_moment_lose_nothing_and_double_nothing(self):
		for done in (1, 5, 14):
			worker = self.worker()
			self.wait_for_chunks(done, worker)
			worker.kill()
			worker.wait()
			self.nothing_is_half_there()
		self.assertEqual(frappe.db.get_value("KIM Legacy Import", self.name, "status"), "Running")
		self.finish(self.worker())
		self.every_row_is_there_once()

	def test_several_workers_share_the_work_and_one_outlives_another(self):
		first, second = self.worker(), self.worker()
		self.wait_for_chunks(3, first)
		first.kill()
		first.wait()
		self.finish(second)
		self.every_row_is_there_once()

	def test_a_worker_goes_on_by_itself_when_the_database_drops_its_connection(self):
		if frappe.db.db_type != "mariadb":
			self.skipTest("There is no connection to lose.")
		worker = self.worker()
		for done in (2, 9, 16):
			self.wait_for_chunks(done, worker)
			self.assertTrue(self.drop_other_connections())
			self.nothing_is_half_there()
		self.finish(worker)
		self.every_row_is_there_once()

	def drop_other_connections(self) -> int:
		"""Ends every connection of this database's user that is at work on the import's tables' site but the test's own."""
		own = frappe.db.sql("select connection_id()")[0][0]
		dropped = 0
		for row in frappe.db.sql("show processlist", as_dict=True):
			if row.Id != own and row.db == frappe.conf.db_name and self.belongs_to_a_worker(row.Host):
				frappe.db.sql(f"kill connection {int(row.Id)}")
				dropped += 1
		return dropped

	def belongs_to_a_worker(self, host: str) -> bool:
		"""Whether a connection's other end is a worker of this test: the bench's own stay."""
		import psutil

		port = int(host.rpartition(":")[2])
		return any(
			connection.laddr and connection.laddr.port == port
			for worker in self.workers
			if worker.poll() is None
			for connection in psutil.Process(worker.pid).connections()
		)

	def test_a_full_disk_fails_the_import_and_it_is_resumed_when_there_is_room(self):
		if frappe.db.db_type != "mariadb":
			self.skipTest("MariaDB is asked to say that its disk is full.")
		self.fill_disk_after(3 * ROWS)
		try:
			worker = self.worker()
			worker.communicate(timeout=120)
		finally:
			frappe.db.sql_ddl("drop trigger if exists kim_test_full_disk")
		self.nothing_is_half_there()
		self.assertEqual(frappe.db.count("KIM Participant", {"centre": CENTRE}), 3 * ROWS)
		state = frappe.db.get_value("KIM Legacy Import", self.name, ["status", "error"], as_dict=True)
		self.assertEqual(state.status, "Failed")
		self.assertIn("is full", state.error)
		self.assertIn("Resume", state.error)
		self.run_again(self.name)
		self.finish(self.worker())
		self.every_row_is_there_once()

	def fill_disk_after(self, rows: int):
		"""From here on the server answers as one does whose disk is full (error 1114), once `rows` are there."""
		frappe.db.sql_ddl(
			f"""create trigger kim_test_full_disk before insert on `tabKIM Participant` for each row
			if (select count(*) from `tabKIM Participant` where centre = '{CENTRE}') >= {rows} then
				signal sqlstate 'HY000' set mysql_errno = 1114, message_text = 'The table is full';
			end if"""
		)


class TestOtherKindsInterrupted(InterruptedTestCase):
	rows = 2
	colleagues = [f"colleague-{number}@interrupted.example" for number in range(FEW)]

	@classmethod
	def set_up_site(cls):
		super().set_up_site()
		frappe.get_doc("User", cls.staff[roles.CASE_WORKER]).add_roles(roles.TRAINER)
		frappe.db.commit()

	def remove_records(self):
		super().remove_records()
		for form in self.forms():
			for name in frappe.get_all(form, {"legacy_import": self.name}, pluck="name"):
				frappe.db.delete(form, {"name": name})
		for user in frappe.get_all("User", {"name": ["in", self.colleagues]}, pluck="name"):
			frappe.delete_doc("User", user, force=True)
		frappe.db.commit()
		frappe.db.savepoint("kim_test")

	def files(self) -> dict[str, list[str]]:
		numbers = range(FEW)
		return {
			"people.csv": ["Client number;Family name;Given name"]
			+ [f"O-{n};Rossi {n};Ada" for n in numbers],
			"evidence.csv": ["Client number;Competence;Kind of evidence;Title;To"]
			+ [f"O-{n};DIG;Certificate;Course {n};05/06/2013" for n in numbers],
			"plans.csv": ["Client number;Area;Goal;Action;Due date"]
			+ [f"O-{n};Work;Find a job;Step {step};01/12/2014" for n in numbers for step in (1, 2)],
			"staff.csv": ["E-mail;First name;Family name"] + [f"{email};Bo;Ek" for email in self.colleagues],
			"attendance.csv": ["E-mail;Date;Present;Session"]
			+ [f"{email};{day}/10/2013;x;Autumn" for email in self.colleagues for day in ("03", "10")],
		}

	@staticmethod
	def forms() -> list[str]:
		return [loader.doctype for loader in reversed(LOADERS.values())]

	def made(self) -> dict[str, int]:
		return {form: self.stored(form, legacy_import=self.name) for form in self.forms()}

	def test_every_kind_survives_the_killing_of_its_worker_and_is_taken_back(self):
		for done in (1, 4, 7, 10, 14):
			worker = self.worker()
			self.wait_for_chunks(done, worker)
			worker.kill()
			worker.wait()
		self.finish(self.worker())
		self.assertEqual(
			self.made(),
			{
				"KIM Session Attendee": FEW,
				"KIM Training Session": 1,
				"KIM Inclusion Plan": FEW,
				"KIM Evidence": FEW,
				"KIM Validation": 0,
				"KIM Staff Member": FEW,
				"KIM Participant": FEW,
			},
		)
		state = frappe.db.get_value(
			"KIM Legacy Import", self.name, ["status", "rows_created", "rows_rejected"], as_dict=True
		)
		self.assertEqual((state.status, state.rows_created), ("Completed", 7 * FEW + 1))
		plans = frappe.get_all("KIM Inclusion Plan", {"legacy_import": self.name}, pluck="name")
		self.assertEqual(frappe.db.count("KIM Plan Action", {"parent": ["in", plans]}), 2 * FEW)
		session = frappe.db.get_value(
			"KIM Training Session", {"legacy_import": self.name}, ["enrolled", "name"], as_dict=True
		)
		self.assertEqual(session.enrolled, FEW)
		jobs.undo_now(self.name)
		self.assertEqual(set(self.made().values()), {0})
		self.assertEqual(frappe.get_all("User", {"name": ["in", self.colleagues]}), [])
