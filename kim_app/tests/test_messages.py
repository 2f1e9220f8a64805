"""Every rule that can be broken has its sentence, and no sentence is left over."""

import re
from pathlib import Path

from kim_app import attachments, evidence, inclusion, profile, training, transfer, validation
from kim_app import messages as shared
from kim_app.attachments import messages as attachment_messages
from kim_app.breach import Breach
from kim_app.evidence import messages as evidence_messages
from kim_app.inclusion import messages as inclusion_messages
from kim_app.profile import messages as profile_messages
from kim_app.testing import KIMTestCase
from kim_app.training import messages as training_messages
from kim_app.transfer import messages as transfer_messages
from kim_app.validation import messages

RULES = {
	validation: messages,
	evidence: evidence_messages,
	attachments: attachment_messages,
	profile: profile_messages,
	training: training_messages,
	inclusion: inclusion_messages,
	transfer: transfer_messages,
}


class TestMessages(KIMTestCase):
	def test_every_kind_of_breach_has_a_sentence_and_every_sentence_a_kind(self):
		for package, sentences in RULES.items():
			folder = Path(package.__file__).parent
			# A form's own breaches stand in its controller.
			forms = (
				folder.parent.glob("kim/doctype/kim_transfer/kim_transfer.py") if package is transfer else ()
			)
			source = "".join(path.read_text() for path in sorted([*folder.glob("*.py"), *forms]))
			kinds = set(re.findall(r'(?:Breach|clashes)\(\s*"([a-z-]+)"', source))
			own = set(sentences._templates())
			self.assertLessEqual(own, kinds, package.__name__)
			self.assertLessEqual(kinds, own | set(shared._common()), package.__name__)

	def test_a_field_is_named_by_its_label_and_a_list_is_readable(self):
		breach = Breach("level-off-scale", {"field": "claimed_level", "level": "9", "scale": ("0", "1")})
		text = messages.text(breach, {"claimed_level": "Claimed level"}.get)
		self.assertEqual(text, "Claimed level: 9 is not a level of this framework. Choose one of 0, 1.")
