"""Every rule of a validation that can be broken has its sentence, and no sentence is left over."""

import re
from pathlib import Path

from kim_app.breach import Breach
from kim_app.kim.doctype.kim_validation import kim_validation
from kim_app.testing import KIMTestCase
from kim_app.validation import messages, rules


class TestMessages(KIMTestCase):
	def test_every_kind_of_breach_has_a_sentence_and_every_sentence_a_kind(self):
		source = "".join(Path(module.__file__).read_text() for module in (rules, kim_validation))
		kinds = set(re.findall(r'Breach\(\s*"([a-z-]+)"', source))
		self.assertEqual(kinds, set(messages._templates()))

	def test_a_field_is_named_by_its_label_and_a_list_is_readable(self):
		breach = Breach("level-off-scale", {"field": "claimed_level", "level": "9", "scale": ("0", "1")})
		text = messages.text(breach, {"claimed_level": "Claimed level"}.get)
		self.assertEqual(text, "Claimed level: 9 is not a level of this framework. Choose one of 0, 1.")
