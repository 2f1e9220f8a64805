"""What may be written in which state of a workflow, and by whom. May import nothing of Frappe."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from kim_app.breach import Breach


def changes(
	state: str,
	changed: Collection[str],
	user_roles: Collection[str],
	*,
	controlled: Collection[str],
	writable: Mapping[str, Collection[str]],
	writers: Mapping[str, Collection[str]],
) -> list[Breach]:
	"""Whether the fields `changed` may be changed in `state` by someone who holds `user_roles`.

	`controlled` are written by KIM alone; `writable` {state: fields} and `writers` {state: roles} say what
	is open to whom.
	"""
	breaches = [Breach("written-by-kim", {"field": field}) for field in controlled if field in changed]
	allowed = writers.get(state, ())
	for field in dict.fromkeys(field for fields in writable.values() for field in fields):
		if field not in changed:
			continue
		if field not in writable.get(state, ()):
			breaches.append(Breach("closed-in-state", {"field": field, "state": state}))
		elif not set(allowed) & set(user_roles):
			breaches.append(Breach("not-your-phase", {"field": field, "state": state, "role": allowed[0]}))
	return breaches
