"""The participant's own pages say everything in the user's language."""

import re

from kim_app import website
from kim_app.testing import KIMTestCase


class TestWebsite(KIMTestCase):
	def test_the_page_of_a_self_assessment_brings_every_sentence_that_its_scripts_say(self):
		found = website.words_of("self_assessment")
		scripts = sorted((website.SCRIPTS / "self_assessment").glob("*.js"))
		calls = [len(re.findall(r"\b__\(", script.read_text())) for script in scripts]
		sentences = [website.SAID.findall(script.read_text()) for script in scripts]
		self.assertEqual([len(said) for said in sentences], calls, "only whole sentences are translated")
		self.assertEqual(set(found), {sentence for said in sentences for sentence in said})
		self.assertIn("I don't know yet", found)

	def test_values_that_a_script_shows_come_along(self):
		self.assertIn("Validated", website.words_of("competence_profile", "Validated"))
