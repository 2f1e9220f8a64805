"""What a rule says when it is broken: a plain value, so that rules are tested without a site.

May import nothing. The sentence a person reads is made where Frappe is at hand (see
`validation/messages.py`).
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Breach:
	"""One broken rule: `kind` names the rule, `values` fill the places of its message."""

	kind: str
	values: dict = field(default_factory=dict)
