from frappe.model.document import Document


class KIMValidationEvidence(Document):
	pass
