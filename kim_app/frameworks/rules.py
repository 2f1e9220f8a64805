"""The rules of a competence framework: its scale, its tree, its crosswalks, and what stands once it is
published. May import nothing of Frappe.

Every function takes values and returns a list of breaches, empty when all is well.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from kim_app.breach import Breach
from kim_app.frameworks.exchange.model import (
	AREA,
	COMPETENCE,
	DRAFT,
	INDICATOR,
	PUBLISHED,
	RETIRED,
	REVERSED,
)

# kind -> the kinds it may be part of; None is the root.
PART_OF = {AREA: (None, AREA), COMPETENCE: (None, AREA), INDICATOR: (COMPETENCE,)}
# status -> the statuses it may be led on to.
STEPS = {DRAFT: (PUBLISHED,), PUBLISHED: (RETIRED,), RETIRED: ()}
# Code and version of a framework and a competence's code make a name, which Frappe keeps to 140 characters.
LONGEST_CODE, LONGEST_TITLE = 40, 140
_ESCO = re.compile(r"https?://data\.europa\.eu/esco/[^\s<>\"]+")
# Signs that neither a name, an address nor a separator in a file gives another meaning.
_CODE = re.compile(r"(?! )(?:[\w.:+/&()-]| (?! ))+(?<! )")


def code(value: str | None) -> list[Breach]:
	"""A code can stand in a name, an address and a file: short, of letters, digits and a few signs."""
	value = value or ""
	if len(value) > LONGEST_CODE or not _CODE.fullmatch(value):
		return [Breach("code-unusable", {"code": value, "longest": LONGEST_CODE})]
	return []


def levels(scale: Sequence) -> list[Breach]:
	"""`scale` goes from the lowest level to the highest; a level has `code` and `counts_as_shown`.

	Every code once, and above a level that counts as shown every level counts.
	"""
	breaches = [each for level in scale for each in code(level.code)]
	if twice := _twice(level.code for level in scale):
		breaches.append(Breach("levels-twice", {"codes": twice}))
	shown = None
	for level in scale:
		if level.counts_as_shown:
			shown = shown or level
		elif shown:
			breaches.append(Breach("shown-below", {"lower": shown.code, "code": level.code}))
	return breaches


def criteria(kind: str, codes: Sequence[str]) -> list[Breach]:
	"""Only a competence is rated, so only it has criteria; each has its own code."""
	if codes and kind != COMPETENCE:
		return [Breach("criteria-of-other-kind", {"kind": kind})]
	breaches = [each for criterion in codes for each in code(criterion)]
	if twice := _twice(codes):
		breaches.append(Breach("criteria-twice", {"codes": twice}))
	return breaches


def nesting(code: str, kind: str, parent: str | None, parent_kind: str | None) -> list[Breach]:
	"""Areas stand at the root or in areas, competences likewise, indicators in competences.

	`parent_kind` is None at the root; `code` and `parent` only name the two.
	"""
	allowed = PART_OF.get(kind)
	if allowed is None:
		return [Breach("kind-unknown", {"code": code, "kind": kind, "kinds": tuple(PART_OF)})]
	if parent_kind in allowed:
		return []
	if parent_kind is None:
		return [Breach("indicator-at-root", {"code": code})]
	return [
		Breach("wrong-parent", {"code": code, "kind": kind, "parent": parent, "parent_kind": parent_kind})
	]


def translations(own: str, codes: Iterable[str], rows: Iterable[tuple], language: str | None) -> list[Breach]:
	"""One text per language for the thing itself and for each of its `codes`.

	`rows` are (language, code or empty); `own` names the thing, `language` is the one it is written in.
	"""
	known, seen, breaches = set(codes), set(), []
	for number, (of_language, of_code) in enumerate(rows, 1):
		values = {"row": number, "language": of_language, "of": of_code or own}
		if of_code and of_code not in known:
			breaches.append(Breach("translation-of-nothing", values))
		elif of_language == language:
			breaches.append(Breach("translation-into-own", values))
		elif (of_language, of_code or "") in seen:
			breaches.append(Breach("translation-twice", values))
		seen.add((of_language, of_code or ""))
	return breaches


def crosswalk(own: str, rows: Iterable[tuple], others: dict[str, str]) -> list[Breach]:
	"""`rows` are (relation, other competence) of the competence `own`; `others` says which competences
	compare themselves with it already, and how: {competence: relation}, read from their side."""
	breaches, seen = [], set()
	for number, (relation, other) in enumerate(rows, 1):
		values = {"row": number, "other": other}
		if relation not in REVERSED:
			breaches.append(
				Breach("relation-unknown", {"relation": relation, "relations": tuple(REVERSED), **values})
			)
		if other == own:
			breaches.append(Breach("crosswalk-to-itself", values))
		elif other in seen:
			breaches.append(Breach("crosswalk-twice", values))
		elif other in others:
			values["relation"] = REVERSED.get(others[other], others[other])
			breaches.append(Breach("crosswalk-on-other-side", values))
		seen.add(other)
	return breaches


def esco_uri(address: str | None) -> list[Breach]:
	"""The address of a concept as ESCO writes it; empty where there is none."""
	if not address or _ESCO.fullmatch(address):
		return []
	return [Breach("no-esco-address", {"address": address})]


def publishing(scale: Sequence, competences: Iterable[tuple[str, str, int]]) -> list[Breach]:
	"""What a framework needs before anybody is assessed by it: two levels of which one counts as shown,
	and a criterion for every competence. `competences` are (code, kind, number of criteria)."""
	breaches = levels(scale)
	if len(scale) < 2:
		breaches.append(Breach("too-few-levels", {"count": len(scale)}))
	if not any(level.counts_as_shown for level in scale):
		breaches.append(Breach("no-level-counts"))
	rated = [(code, count) for code, kind, count in competences if kind == COMPETENCE]
	if not rated:
		breaches.append(Breach("no-competence"))
	if bare := [code for code, count in rated if not count]:
		breaches.append(Breach("no-criterion", {"codes": bare}))
	return breaches


def step(before: str | None, after: str) -> list[Breach]:
	"""A framework begins as a draft and goes on to published, then retired; never back."""
	if before == after or (before is None and after == DRAFT):
		return []
	if before is None:
		return [Breach("begins-as-draft", {"status": after})]
	if after in STEPS.get(before, ()):
		return []
	return [Breach("no-such-step", {"status": before, "target": after, "ways": STEPS.get(before, ())})]


def closed(framework: str, status: str, changed: Sequence[str]) -> list[Breach]:
	"""What people were assessed by stays: `changed` are the fields of a framework that is no draft."""
	if status == DRAFT or not changed:
		return []
	return [Breach("framework-closed", {"framework": framework, "status": status, "fields": tuple(changed)})]


def only_added(framework: str, status: str, before: Iterable[tuple], after: Iterable[tuple]) -> list[Breach]:
	"""Translations of a framework that is no draft are added to, not changed or taken away. Each is a
	tuple of everything in it, the language first."""
	if status == DRAFT:
		return []
	gone = set(before) - set(after)
	languages = tuple(sorted({row[0] for row in gone}))
	if not gone:
		return []
	return [Breach("translations-stay", {"framework": framework, "status": status, "languages": languages})]


def _twice(codes: Iterable[str]) -> tuple[str, ...]:
	codes = list(codes)
	return tuple(sorted({each for each in codes if codes.count(each) > 1}))
