from frappe.model.document import Document


class KIMCompetenceTranslation(Document):
	pass
