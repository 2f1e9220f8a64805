import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate, today

from kim_app import consent, participant_rules, permissions, roles

SHOWN_IN_RECORDS = ("full_name", "centre", "organisation")


class KIMParticipant(Document):
	"""A person whose competences a centre recognises."""

	def onload(self):
		self.set_onload("consent_warning", consent.warning(self.name))

	def before_insert(self):
		self.case_worker = self.case_worker or (None if self.flags.approved_import else frappe.session.user)

	def validate(self):
		self.full_name = participant_rules.full_name(self.given_name, self.family_name)
		self.legacy_key = (self.legacy_key or "").strip() or None
		self.organisation = frappe.db.get_value("KIM Centre", self.centre, "organisation")
		self.keep_centre()
		self.check_dates()
		self.check_register_number()
		consent.date(self)

	def on_update(self):
		before = self.get_doc_before_save()
		if before and any(before.get(field) != self.get(field) for field in SHOWN_IN_RECORDS):
			self.take_records_along()
		consent.tell(self)

	def take_records_along(self):
		"""Evidence, validations and the like hold name and place beside the link, for lists and for who sees them."""
		for doctype, (_centre, _organisation, participant) in permissions.PLACES.items():
			if participant == "participant":
				frappe.db.set_value(
					doctype,
					{"participant": self.name},
					{
						"participant_name": self.full_name,
						"centre": self.centre,
						"organisation": self.organisation,
					},
					update_modified=False,
				)

	def keep_centre(self):
		"""A case goes to another centre with the participant's consent, by a transfer; only a KIM administrator
		corrects a wrong centre."""
		before = self.get_doc_before_save()
		if not before or before.centre == self.centre or self.flags.transfer:
			return
		if frappe.session.user != "Administrator" and roles.ADMINISTRATOR not in frappe.get_roles():
			frappe.throw(
				_(
					"Participant {0} goes to another centre by a transfer. Ask for one in the participant's form."
				).format(self.name),
				frappe.PermissionError,
			)

	def check_dates(self):
		"""Raises frappe.ValidationError for the first date that cannot be."""
		born = self.date_of_birth and getdate(self.date_of_birth)
		arrived = self.arrival_date and getdate(self.arrival_date)
		for wrong, field in participant_rules.wrong_dates(born, arrived, getdate(today())):
			if wrong == participant_rules.IN_FUTURE:
				frappe.throw(
					_("{0} {1} lies in the future. Correct the date.").format(
						_(self.meta.get_label(field)), frappe.format(self.get(field), "Date")
					)
				)
			frappe.throw(
				_("The arrival on {0} lies before the birth on {1}. Correct one of the two dates.").format(
					frappe.format(arrived, "Date"), frappe.format(born, "Date")
				)
			)

	def check_register_number(self):
		"""A register number names one person in a centre."""
		if not self.legacy_key:
			return
		other = frappe.db.get_value(
			"KIM Participant",
			{"centre": self.centre, "legacy_key": self.legacy_key, "name": ["!=", self.name or ""]},
		)
		if other:
			frappe.throw(
				_(
					"Register number {0} already belongs to participant {1} of this centre. Use another number."
				).format(frappe.bold(self.legacy_key), other),
				frappe.UniqueValidationError,
			)


def on_doctype_update():
	# The database too refuses a number twice, when two people or two imports write at once.
	frappe.db.add_unique("KIM Participant", ["centre", "legacy_key"], constraint_name="centre_legacy_key")
