from frappe.model.document import Document


class KIMCriterionRating(Document):
	pass
