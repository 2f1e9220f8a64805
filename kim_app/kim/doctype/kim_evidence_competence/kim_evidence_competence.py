from frappe.model.document import Document


class KIMEvidenceCompetence(Document):
	pass
