"""Where a participant shows something new, one question on a screen. Reached as /kim/show."""

from frappe import _

from kim_app.attachments import check as attachments
from kim_app.participant_page import evidence, page, places

no_cache = 1


def get_context(context):
	participant = page.begin(context, "/kim/show", "Show something new", "show")
	if participant:
		context.withdrawn = participant.consent_withdrawn_on
		limits = attachments.limits()
		context.most_files = evidence.MOST_FILES
		context.largest = limits.largest
		context.largest_in_mb = context.number(limits.largest / 1024 / 1024)
		context.endings = attachments.for_upload()["endings"]
		context.frameworks = evidence.competences_to_choose()
		context.countries = places.countries()
		context.spoken = places.spoken_languages()
		context.kinds = [
			("Document", "kind-document", _("A paper"), _("a letter, a contract, a school report")),
			("Certificate", "kind-certificate", _("A certificate"), _("from a school, a course, an office")),
			(
				"Work Sample",
				"kind-work-sample",
				_("Something I made or did"),
				_("a photo, a film, a recording"),
			),
			(
				"Reference",
				"kind-reference",
				_("Somebody tells about me"),
				_("an employer, a teacher, a neighbour"),
			),
			("Self-declaration", "kind-self-declaration", _("I tell it myself"), _("in my own words")),
		]
		context.contexts = [
			("Formal", "learned-school", _("At school or university"), ""),
			("Non-formal", "learned-work", _("In a course, or at work with somebody who showed me"), ""),
			("Informal", "learned-life", _("In daily life, or by doing it"), ""),
		]
	return context
