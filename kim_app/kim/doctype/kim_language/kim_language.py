from frappe.model.document import Document


class KIMLanguage(Document):
	pass
