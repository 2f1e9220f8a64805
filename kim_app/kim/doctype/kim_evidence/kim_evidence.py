import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate

from kim_app import permissions, reference_permissions
from kim_app.validation import workflow

# In these states evidence may still be corrected; later, somebody has judged it as it is.
CORRECTABLE = (workflow.IDENTIFICATION, workflow.DOCUMENTATION)
CONTENT = (
	"participant",
	"title",
	"kind",
	"learning_context",
	"learned_in",
	"from_date",
	"to_date",
	"hours",
	"description",
	"file",
)


class KIMEvidence(Document):
	"""What shows that a participant has a competence: a document, a reference, an observation."""

	def validate(self):
		permissions.take_place_of_participant(self)
		reference_permissions.check_attachment(self, "file")
		self.check_dates()
		self.check_not_judged()

	def check_dates(self):
		if self.from_date and self.to_date and getdate(self.to_date) < getdate(self.from_date):
			frappe.throw(
				_("To {0} lies before From {1}. Correct one of the two dates.").format(
					frappe.format(self.to_date, "Date"), frappe.format(self.from_date, "Date")
				)
			)

	def check_not_judged(self):
		"""What an assessor or supervisor saw stays as they saw it."""
		before = self.get_doc_before_save()
		if not before or content_of(self) == content_of(before):
			return
		validations = frappe.get_all(
			"KIM Validation Evidence",
			filters={"evidence": self.name, "parenttype": "KIM Validation"},
			pluck="parent",
		)
		judged = frappe.get_all(
			"KIM Validation",
			filters={"name": ["in", validations or [""]], "workflow_state": ["not in", CORRECTABLE]},
			pluck="name",
		)
		if judged:
			frappe.throw(
				_(
					"This evidence was submitted with validation {0} and is not changed any more. Record new evidence."
				).format(", ".join(judged))
			)


def content_of(evidence: Document) -> list[str]:
	"""What the evidence says, in a form that is equal when nothing was changed."""
	values = [str(evidence.get(field) or "") for field in CONTENT]
	return values + sorted(row.competence for row in evidence.competences)
