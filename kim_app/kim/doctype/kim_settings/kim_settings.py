from frappe.model.document import Document


class KIMSettings(Document):
	pass
