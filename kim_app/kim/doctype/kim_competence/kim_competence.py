import frappe
from frappe import _
from frappe.utils.nestedset import NestedSet

from kim_app.breach import Breach
from kim_app.comparison import comparable
from kim_app.frameworks import messages, rules, usage, wording
from kim_app.frameworks.exchange.model import AREA, DRAFT

# What stands once people are assessed by the framework; translations, crosswalks and an ESCO address may still
# be added.
CLOSED = ("kind", "parent_kim_competence", "title", "description", "criteria")
# Frappe's own, which a request could write like any field.
TREE = ("lft", "rgt", "old_parent")


class KIMCompetence(NestedSet):
	"""What a person can do, with the criteria by which it is rated; an area groups competences, an
	indicator tells how one shows. This class says when; `kim_app.frameworks.rules` says what."""

	nsm_parent_field = "parent_kim_competence"

	def before_insert(self):
		# Before Frappe makes a name of it.
		self.refuse(rules.code(self.code))
		if frappe.db.exists(self.doctype, f"{self.framework}-{self.code}"):
			self.refuse([Breach("competence-twice", {"framework": self.framework, "code": self.code})])

	def validate(self):
		before = self.get_doc_before_save()
		if before:
			self.update({field: before.get(field) for field in TREE})
		self.count_as_group()
		# Locked, so that nobody publishes the framework while this is written.
		framework = frappe.db.get_value(
			"KIM Competence Framework",
			self.framework,
			["status", "language", "organisation"],
			as_dict=True,
			for_update=True,
		)
		if framework.status == DRAFT:
			wording.put_in_order(self)
		breaches = wording.breaches(self, before)
		breaches += self.broken_tree() + rules.criteria(self.kind, [row.code for row in self.criteria])
		breaches += rules.translations(
			self.code,
			[row.code for row in self.criteria],
			[(row.language, row.criterion) for row in self.translations],
			framework.language,
		)
		breaches += self.broken_crosswalk() + rules.esco_uri(self.esco_uri)
		if not self.flags.completed_by_kim:
			added = _crosswalk(self) - (_crosswalk(before) if before else set())
			others = usage.frameworks_of([other for _relation, other in added], without=self.framework)
			breaches += rules.compared_with(framework.organisation, framework.status, others)
		if before is None:
			if framework.status != DRAFT:
				values = {"framework": self.framework, "status": framework.status}
				breaches.append(Breach("no-new-competence", values))
		else:
			changed = [field for field in CLOSED if comparable(self, field) != comparable(before, field)]
			breaches += rules.closed(self.framework, framework.status, changed)
			standing = (self.framework, framework.status)
			breaches += rules.only_added(*standing, _texts(before), _texts(self))
			breaches += rules.compared_once(*standing, _crosswalk(before), _crosswalk(self))
			breaches += rules.kept_address(*standing, before.esco_uri, self.esco_uri)
		self.refuse(breaches)

	def refuse(self, breaches: list[Breach], title: str | None = None):
		messages.refuse(breaches, title or _("This competence cannot be saved"), self.meta.get_label)

	def broken_tree(self) -> list[Breach]:
		"""It stands where its kind may stand, in its own framework, and so does what is part of it."""
		parent = frappe._dict(kind=None, code=None, framework=self.framework)
		if self.parent_kim_competence:
			parent = frappe.db.get_value(
				self.doctype, self.parent_kim_competence, ["kind", "code", "framework"], as_dict=True
			)
			if not parent:
				return []  # Frappe says that the link leads nowhere.
		if parent.framework != self.framework:
			values = {"code": self.code, "parent": self.parent_kim_competence, "framework": self.framework}
			return [Breach("parent-elsewhere", {"other": parent.framework, **values})]
		breaches = rules.nesting(self.code, self.kind, parent.code, parent.kind)
		if not self.is_new():
			for child in self.children():
				if rules.nesting(child.code, child.kind, self.code, self.kind):
					values = {"code": self.code, "kind": self.kind, "child": child.code}
					return [*breaches, Breach("holds-others", values)]
		return breaches

	def children(self) -> list:
		return frappe.get_all(
			self.doctype, filters={self.nsm_parent_field: self.name}, fields=["name", "code", "kind"]
		)

	def broken_crosswalk(self) -> list[Breach]:
		others = {}
		if self.crosswalk and not self.is_new():
			rows = frappe.get_all(
				"KIM Competence Crosswalk",
				filters={"parenttype": self.doctype, "competence": self.name},
				fields=["parent", "relation"],
			)
			others = {row.parent: row.relation for row in rows}
		return rules.crosswalk(self.name, [(row.relation, row.competence) for row in self.crosswalk], others)

	def count_as_group(self):
		"""For Frappe's tree: an area is a group even while it is empty, a competence while it has indicators."""
		self.is_group = int(self.kind == AREA or bool(not self.is_new() and self.children()))

	def on_update(self):
		before = self.get_doc_before_save()
		super().on_update()
		self.regroup(self.parent_kim_competence, before and before.parent_kim_competence)

	def before_rename(self, old: str, new: str, merge: bool = False):
		self.refuse([Breach("not-renamed", {"name": old})], _("This competence cannot be renamed"))

	def on_trash(self, allow_root_deletion=True):
		if not self.flags.with_framework:
			self.check_unused()
		# Frappe takes the row out of the tree before it is gone.
		self.flags.was_part_of = self.parent_kim_competence
		super().on_trash(allow_root_deletion)

	def check_unused(self):
		status = frappe.db.get_value("KIM Competence Framework", self.framework, "status")
		title = _("This competence cannot be deleted")
		if status and status != DRAFT:
			self.refuse([Breach("not-deleted", {"name": self.name, "status": status})], title)
		usage.drop_foreign_crosswalks([self.name])
		if found := usage.uses(self.doctype, [self.name]):
			self.refuse([Breach("in-use", {"name": self.name, "uses": usage.sentence(found)})], title)

	def after_delete(self):
		self.regroup(self.flags.was_part_of)

	def regroup(self, *parents: str | None):
		"""Whether each of `parents` is a group, now that something was put into it or taken out."""
		for parent in {parent for parent in parents if parent}:
			kind = frappe.db.get_value(self.doctype, parent, "kind")
			holds = kind == AREA or frappe.db.exists(self.doctype, {self.nsm_parent_field: parent})
			frappe.db.set_value(self.doctype, parent, "is_group", int(bool(holds)), update_modified=False)


def _texts(competence) -> list[tuple]:
	"""Every translation as a tuple."""
	return [
		(row.language, row.criterion or "", row.title, row.description or "")
		for row in competence.translations
	]


def _crosswalk(competence) -> set[tuple[str, str]]:
	return {(row.relation, row.competence) for row in competence.crosswalk}
