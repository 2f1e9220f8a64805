from frappe.model.document import Document


class KIMCompetenceLevel(Document):
	pass
