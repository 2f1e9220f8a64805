import re

from frappe import _
from frappe.model.document import Document

from kim_app.refusal import refuse

# ISO 639-1 and 639-3: the columns of a framework's file and the Desk's translations go by these.
_CODE = re.compile("[a-z]{2,3}")


class KIMLanguage(Document):
	"""A language that people speak, or in which frameworks are written."""

	def before_insert(self):
		if not _CODE.fullmatch(self.language_code or ""):
			sentence = _(
				"{0} is no code of ISO 639. Take the two small letters of the language, such as ti, or three where it has no two, such as prs."
			)
			refuse([sentence.format(self.language_code)], _("This language cannot be saved"))
