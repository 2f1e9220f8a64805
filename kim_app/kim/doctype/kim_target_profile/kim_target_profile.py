import frappe
from frappe import _
from frappe.model.document import Document

from kim_app.frameworks import choosing, texts, wording
from kim_app.frameworks import messages as framework_messages
from kim_app.profile import messages, targets
from kim_app.refusal import refuse


class KIMTargetProfile(Document):
	"""What a job, a course or a step towards citizenship requires: competences with their levels, of
	one framework or of several."""

	def validate(self):
		known = self.known_competences()
		breaches = targets.breaches(
			[targets.Row(row.idx, row.competence, row.level) for row in self.levels],
			known,
			kept=self.stored_competences(),
		)
		told = [framework_messages.text(breach) for breach in self.unusable_texts()]
		refuse([*told, *map(messages.text, breaches)], _("This target profile cannot be saved"))
		for row in self.levels:
			row.framework = known[row.competence].framework
			level = texts.level(row.framework, row.level)
			row.level_title = level["title"]

	def unusable_texts(self) -> list:
		"""The same rules as for the texts of a framework: plain, put in order, and not too long."""
		wording.put_in_order(self)
		return wording.breaches(self, self.get_doc_before_save())

	def known_competences(self) -> dict[str, targets.Competence]:
		"""What the rules need to know of each competence that the rows name."""
		competences = frappe.get_all(
			"KIM Competence",
			filters={"name": ["in", [row.competence for row in self.levels] or [""]]},
			fields=["name", "kind", "framework"],
		)
		frameworks = {competence.framework for competence in competences}
		status = {
			name: frappe.get_cached_value("KIM Competence Framework", name, "status") for name in frameworks
		}
		scales = {name: tuple(level["code"] for level in texts.scale(name)) for name in frameworks}
		return {
			competence.name: targets.Competence(
				competence.kind,
				competence.framework,
				status[competence.framework],
				scales[competence.framework],
				choosing.is_for_staff(competence.framework),
			)
			for competence in competences
		}

	def stored_competences(self) -> frozenset[str]:
		before = self.get_doc_before_save()
		return frozenset(row.competence for row in before.levels) if before else frozenset()
