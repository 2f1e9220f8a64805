from frappe.model.document import Document


class KIMValidationStep(Document):
	pass
