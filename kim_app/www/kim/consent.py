"""The participant's consent to the use of their data: given and withdrawn here. Reached as /kim/consent."""

from kim_app.participant_page import page

no_cache = 1


def get_context(context):
	page.begin(context, "/kim/consent", "My consent")
	return context
