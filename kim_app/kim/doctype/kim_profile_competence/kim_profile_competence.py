from frappe.model.document import Document


class KIMProfileCompetence(Document):
	"""How far one participant's one competence has come: claimed, and validated as it stands now.

	Derived from self assessments and validations, and written by `kim_app.profile.update` alone; no
	role may write it. It stands in a table of its own so that lists and reports need not derive it.
	"""
