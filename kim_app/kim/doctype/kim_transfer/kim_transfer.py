import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import today

from kim_app import open_case, permissions
from kim_app.attachments import fields
from kim_app.breach import Breach
from kim_app.comparison import comparable
from kim_app.open_case import OneOpen
from kim_app.refusal import refuse
from kim_app.transfer import handover, messages, rules

# Written by KIM alone, when a step is taken.
CONTROLLED = (
	"status",
	"from_centre",
	"requested_by",
	"requested_on",
	"consent_how",
	"consent_name",
	"answered_by",
	"answered_on",
	"new_case_worker",
	"answer",
	"shown_to_centre",
	"shown_to_organisation",
)
# Open until the participant has consented to it.
CONTENT = ("reason", "handover", "consent_on", "consent_scan")


class KIMTransfer(OneOpen, Document):
	"""A participant's case on its way to another centre: asked for, consented to, accepted. This class says
	when; `kim_app.transfer` says what."""

	def onload(self):
		self.set_onload(
			"kim",
			{
				"may": [action for action in rules.STEPS if not self.is_new() and handover.may(self, action)],
				"people": {
					user: frappe.db.get_value("User", user, "full_name")
					for user in (self.requested_by, self.answered_by, self.new_case_worker)
					if user
				},
			},
		)

	def before_insert(self):
		for field in (*CONTROLLED, "open_key"):
			self.set(field, None)
		self.status, self.requested_by, self.requested_on = rules.REQUESTED, frappe.session.user, today()

	def validate(self):
		permissions.take_place_of_participant(self)
		before = self.get_doc_before_save()
		if before is None:
			self.from_centre = self.centre
			self.check_place()
		breaches = rules.contents(handover.as_rules_see_it(self)) if self.status in rules.OPEN_STATES else []
		breaches += self.wrong_changes(before) if before else []
		self.open_key = self.participant if self.status in rules.OPEN_STATES else None
		if not before or before.open_key != self.open_key:
			breaches += self.other_open()
		self.refuse(breaches)

	def on_update(self):
		fields.name_fields(self)

	def check_place(self):
		"""A transfer is asked for by the participant's own centre."""
		scope = permissions.scope_of()
		if not (scope.everything or self.centre in scope.centres):
			frappe.throw(
				_("Only the participant's own centre {0} can ask for a transfer.").format(self.centre),
				frappe.PermissionError,
			)

	def wrong_changes(self, before) -> list[Breach]:
		if self.flags.step:
			return []
		if before.status != rules.REQUESTED and self.differs(before, CONTENT):
			return [Breach("closed", {"state": before.status})]
		return [Breach("written-by-kim", {"field": field}) for field in self.differs(before, CONTROLLED)]

	def differs(self, before, fields: tuple[str, ...]) -> list[str]:
		return [field for field in fields if comparable(self, field) != comparable(before, field)]

	def other_open(self) -> list[Breach]:
		other = open_case.other_of(self)
		return [Breach("open-transfer-exists", {"other": other})] if other else []

	def refuse(self, breaches: list[Breach]):
		"""Says every breach in one message; raises frappe.ValidationError when there is one."""
		refuse(
			(messages.text(breach, self.meta.get_label) for breach in breaches),
			_("This transfer cannot be saved"),
		)

	def check_consent_stays(self, url: str):
		"""A file is about to be deleted. Raises frappe.ValidationError for the scan with which the participant
		consented."""
		if self.status in (rules.CONSENTED, rules.ACCEPTED) and url == self.consent_scan:
			frappe.throw(
				_("This scan holds the participant's consent to transfer {0} and stays with it.").format(
					self.name
				)
			)

	def before_discard(self):
		frappe.throw(_("A transfer is not discarded. It is withdrawn."))

	def on_trash(self):
		if self.status == rules.ACCEPTED:
			frappe.throw(_("Transfer {0} was accepted and is kept.").format(self.name))
