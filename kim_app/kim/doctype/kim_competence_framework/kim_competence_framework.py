from collections import Counter

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import today

from kim_app.breach import Breach
from kim_app.comparison import comparable
from kim_app.frameworks import access, messages, rules, usage, wording
from kim_app.frameworks.exchange.model import DRAFT, PUBLISHED

# What stands once people are assessed by a framework; translations and languages may still be added.
CLOSED = ("title", "description", "source", "language", "organisation", "based_on", "meant_for", "levels")


class KIMCompetenceFramework(Document):
	"""A set of competences with its own scale of levels, from the lowest to the highest. This class says
	when; `kim_app.frameworks.rules` says what."""

	def before_insert(self):
		# Before Frappe makes a name of them.
		self.refuse(rules.code(self.framework_code) + rules.code(self.version))
		name = f"{self.framework_code}-{self.version}"
		if frappe.db.exists(self.doctype, name):
			self.refuse([Breach("framework-twice", {"framework": name})])

	def validate(self):
		before = self.get_doc_before_save()
		self.check_owner(before)
		self.number_levels()
		self.name_languages()
		status = before.status if before else None
		if status in (None, DRAFT):
			wording.put_in_order(self)
		breaches = wording.breaches(self, before)
		breaches += rules.step(status, self.status) + rules.levels(self.levels)
		if before and status != DRAFT and not self.flags.completed_by_kim:
			breaches += rules.closed(self.name, status, self.changed_fields(before))
			breaches += rules.only_added(self.name, status, _texts(before), _texts(self))
		breaches += rules.translations(
			self.framework_code or "",
			[level.code for level in self.levels],
			[(row.language, row.level) for row in self.translations],
			self.language,
		)
		if self.status == PUBLISHED and status == DRAFT:
			breaches += rules.publishing(self.levels, self.competences())
			if not self.flags.completed_by_kim:
				others = usage.frameworks_of(usage.compared_with(self.name), without=self.name)
				breaches += rules.compared_with(self.organisation, PUBLISHED, others)
		self.refuse(breaches)
		self.published_on = before.published_on if before else None
		if self.status == PUBLISHED and status == DRAFT:
			self.published_on = today()

	def refuse(self, breaches: list[Breach], title: str | None = None):
		messages.refuse(breaches, title or _("This framework cannot be saved"), self.meta.get_label)

	def check_owner(self, before):
		"""Frappe asks for the right to write with the values that came in; a framework is not taken over
		by naming another owner."""
		if before and not self.flags.ignore_permissions and not access.has_permission(before, "write"):
			frappe.throw(
				_(
					"The framework {0} belongs to {1}. Make a new version of it for your own organisation."
				).format(self.name, before.organisation or _("no organisation: it came with KIM")),
				frappe.PermissionError,
			)

	def number_levels(self):
		"""The order of the rows is the order of the levels: 0 is the lowest."""
		for position, level in enumerate(self.levels):
			level.position = position

	def name_languages(self):
		"""Every language that the framework is written in or translated into is one of its languages."""
		present = [row.language for row in self.languages]
		for language in (self.language, *(row.language for row in self.translations)):
			if language and language not in present:
				self.append("languages", {"language": language})
				present.append(language)

	def changed_fields(self, before) -> list[str]:
		return [field for field in CLOSED if comparable(self, field) != comparable(before, field)]

	def competences(self) -> list[tuple[str, str, int]]:
		"""(code, kind, number of criteria) of every competence."""
		rows = frappe.get_all(
			"KIM Competence",
			filters={"framework": self.name},
			fields=["name", "code", "kind"],
			order_by="lft asc",
		)
		rated = frappe.get_all(
			"KIM Competence Criterion",
			filters={"parenttype": "KIM Competence", "parent": ["in", [row.name for row in rows] or [""]]},
			pluck="parent",
		)
		count = Counter(rated)
		return [(row.code, row.kind, count[row.name]) for row in rows]

	def before_rename(self, old: str, new: str, merge: bool = False):
		self.refuse([Breach("not-renamed", {"name": old})], _("This framework cannot be renamed"))

	def on_trash(self):
		"""A draft that nothing uses goes with everything in it."""
		title = _("This framework cannot be deleted")
		if self.status != DRAFT:
			self.refuse([Breach("not-deleted", {"name": self.name, "status": self.status})], title)
		competences = frappe.get_all(
			"KIM Competence", filters={"framework": self.name}, pluck="name", order_by="lft desc"
		)
		usage.drop_foreign_crosswalks(competences)
		found = usage.uses(self.doctype, [self.name], within=competences)
		found += usage.uses("KIM Competence", competences, within=[self.name])
		if found:
			self.refuse([Breach("in-use", {"name": self.name, "uses": usage.sentence(found)})], title)
		for competence in competences:
			frappe.delete_doc(
				"KIM Competence",
				competence,
				ignore_permissions=True,
				force=True,
				flags={"with_framework": True},
			)


def _texts(framework) -> list[tuple]:
	"""Every translation and language of the framework as a tuple."""
	texts = [
		(row.language, row.level or "", row.title, row.description or "") for row in framework.translations
	]
	return texts + [(row.language,) for row in framework.languages]
