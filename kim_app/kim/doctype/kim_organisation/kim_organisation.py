from frappe.model.document import Document


class KIMOrganisation(Document):
	pass
