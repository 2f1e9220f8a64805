from frappe.model.document import Document


class KIMParticipantLanguage(Document):
	pass
