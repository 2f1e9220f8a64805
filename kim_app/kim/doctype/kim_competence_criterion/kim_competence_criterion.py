from frappe.model.document import Document


class KIMCompetenceCriterion(Document):
	pass
