"""What the site knows, gathered into the `Reference` that `check` asks for. Imports frappe and `tables`."""

import frappe
from frappe.utils import getdate

from .tables import Reference


def site_reference(centre: str, framework: str) -> Reference:
	"""Take a centre and a competence framework by name, return what rows are held against."""
	competences = frappe.get_all(
		"KIM Competence", filters={"framework": framework, "kind": "Competence"}, fields=["name", "code"]
	)
	participants = frappe.get_all(
		"KIM Participant",
		filters={"centre": centre, "legacy_key": ["is", "set"]},
		fields=["name", "legacy_key"],
	)
	validations = frappe.get_all(
		"KIM Validation",
		filters={"centre": centre, "docstatus": ["<", 2]},
		fields=["participant", "competence"],
	)
	scale = frappe.get_all(
		"KIM Competence Level",
		filters={"parent": framework, "parenttype": "KIM Competence Framework"},
		pluck="code",
		order_by="idx asc",
	)
	return Reference(
		countries={
			country.code.lower(): country.name
			for country in frappe.get_all("Country", fields=["name", "code"])
			if country.code
		},
		languages={name: name for name in frappe.get_all("KIM Language", pluck="name")},
		genders=frozenset(frappe.get_all("Gender", pluck="name")),
		competences={competence.code.upper(): competence.name for competence in competences},
		levels=tuple(scale),
		today=getdate(),
		participants={participant.legacy_key: participant.name for participant in participants},
		validations=frozenset((row.participant, row.competence) for row in validations),
	)
