"""The rules of a competence framework: its scale, its tree, its crosswalks, and what stands once it is
published. May import nothing of Frappe.

Every function takes values and returns a list of breaches, empty when all is well.
"""

from __future__ import annotations

import re
from collections import Counter
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
# The database keeps 65,535 bytes of a longer text, and a sign takes up to four.
LONGEST_TEXT = 10_000
MOST_LEVELS = MOST_CRITERIA = 50
_ESCO = re.compile(r"https?://data\.europa\.eu/esco/[^\s<>\"]+")
# Signs that neither a name, an address nor a separator in a file gives another meaning.
_CODE = re.compile(r"(?! )(?:[\w.:+/&()-]| (?! ))+(?<! )")
# Control characters, halves of a pair and non-characters: no database and no page takes them.
UNREADABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
# What a browser takes for a tag, by the HTML standard's tag open state. Every other < or > is a sign.
_MARKUP = re.compile(r"<(?:[A-Za-z/!?][^<>]{0,20}>?|\Z)")


def code(value: str | None) -> list[Breach]:
	"""A code can stand in a name, an address and a file: short, of letters, digits and a few signs."""
	value = str(value or "")
	if len(value) > LONGEST_CODE or not _CODE.fullmatch(value):
		return [Breach("code-unusable", {"code": value, "longest": LONGEST_CODE})]
	return []


def signs(text: str) -> list[Breach]:
	"""A text is text: nothing that a browser would take for markup, which Frappe would rewrite when it is
	saved, and no character that a database or a page cannot hold."""
	breaches = []
	if found := UNREADABLE.search(text):
		breaches.append(Breach("character-unreadable", {"character": f"U+{ord(found[0]):04X}"}))
	if found := _MARKUP.search(text):
		breaches.append(Breach("markup", {"markup": found[0]}))
	return breaches


def length(text: str, longest: int) -> list[Breach]:
	"""A text has at most `longest` characters."""
	if len(text) > longest:
		return [Breach("text-too-long", {"length": len(text), "longest": longest})]
	return []


def levels(scale: Sequence) -> list[Breach]:
	"""`scale` goes from the lowest level to the highest; a level has `code` and `counts_as_shown`.

	Every code once, and above a level that counts as shown every level counts.
	"""
	breaches = [each for level in scale for each in code(level.code)]
	if twice := _twice(level.code for level in scale):
		breaches.append(Breach("levels-twice", {"codes": twice}))
	if len(scale) > MOST_LEVELS:
		breaches.append(Breach("too-many-levels", {"count": len(scale), "most": MOST_LEVELS}))
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
	if len(codes) > MOST_CRITERIA:
		breaches.append(Breach("too-many-criteria", {"count": len(codes), "most": MOST_CRITERIA}))
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
	gone = set() if status == DRAFT else set(before) - set(after)
	if not gone:
		return []
	languages = tuple(sorted({row[0] for row in gone}))
	return [Breach("translations-stay", {"framework": framework, "status": status, "languages": languages})]


def compared_once(
	framework: str, status: str, before: Iterable[tuple[str, str]], after: Iterable[tuple[str, str]]
) -> list[Breach]:
	"""Crosswalks of a framework that is no draft are added to, not changed or taken away: what somebody
	showed by one framework was counted for the other by them. Each is (relation, other competence).

	They may be added because whoever compares two frameworks does so when both are there: ESCO too is
	mapped to national classifications after it is published.
	"""
	gone = set() if status == DRAFT else set(before) - set(after)
	if not gone:
		return []
	others = tuple(sorted({other for _relation, other in gone}))
	return [Breach("crosswalk-stays", {"framework": framework, "status": status, "others": others})]


def kept_address(framework: str, status: str, before: str | None, after: str | None) -> list[Breach]:
	"""An ESCO address may be added to a competence whose framework is no draft, but not replaced."""
	if status == DRAFT or not before or before == after:
		return []
	return [Breach("esco-stays", {"framework": framework, "status": status, "address": before})]


def compared_with(
	organisation: str | None, status: str, others: Iterable[tuple[str, str, str | None]]
) -> list[Breach]:
	"""A competence is compared with published and retired ones; one of a draft also with drafts of the same
	`organisation`. What anybody may read leads to nothing that only its owner reads, and nobody keeps
	another organisation from deleting its draft.

	`others` are (competence, status of its framework, its organisation); `status` is the holder's.
	"""
	return [
		Breach("crosswalk-to-draft", {"other": other})
		for other, of_status, of_organisation in others
		if of_status == DRAFT and (status != DRAFT or of_organisation != organisation)
	]


def _twice(codes: Iterable[str | None]) -> tuple[str, ...]:
	counts = Counter(code or "" for code in codes)
	return tuple(sorted(code for code, count in counts.items() if count > 1))
