"""Words of a register to KIM's options and ISO codes, in the file's language first.

Imports rapidfuzz, `values` (for Refused) and `vocabulary`; no frappe.
"""

from rapidfuzz import fuzz

from .values import Refused
from .vocabulary import LANGUAGES, fold, fold_sign, names, options

# A likeness that lets a typing error through but never one country for another: "Niger" and
# "Nigeria" are at 83, "Austria" and "Australia" at 88.
LEAST_LIKENESS = 90
LEAST_LEAD = 4
SHORTEST_LIKELY = 6


def option_named(text: str, name: str, language: str, own_words: dict[str, str] | None = None) -> str:
	"""Take a word and the name of a list of options, return the option, "" for an empty word.

	`own_words` go before the vocabulary's. Raises Refused (unknown-option).
	"""
	if not text:
		return ""
	known = options(name)
	word = fold_sign(text)
	found = (own_words or {}).get(word) or _look_up(word, known, language)
	if found:
		return found
	allowed = dict.fromkeys(known[language].values())
	if name == "yes_no":
		allowed = dict.fromkeys(list(known[language])[:1] + ["no"])
	raise Refused("unknown-option", allowed=", ".join(allowed))


def code_named(text: str, of: str, language: str) -> str:
	"""Take the name of a country or a language, return its ISO code, "" for an empty name.

	Raises Refused (unknown-link).
	"""
	if not text:
		return ""
	found = _look_up(fold(text), names(of), language)
	if found:
		return found
	raise Refused("unknown-link")


def _look_up(word: str, known: dict[str, dict[str, str]], language: str) -> str:
	for spoken in (language, *LANGUAGES):
		if word in known[spoken]:
			return known[spoken][word]
	return _likely(word, known[language])


def _likely(word: str, known: dict[str, str]) -> str:
	"""Let a typing error pass, when only one meaning is near."""
	if len(word) < SHORTEST_LIKELY:
		return ""
	likeness: dict[str, float] = {}
	for synonym, meaning in known.items():
		score = fuzz.ratio(word, synonym, score_cutoff=LEAST_LIKENESS - LEAST_LEAD)
		if score > likeness.get(meaning, 0):
			likeness[meaning] = score
	nearest = sorted(likeness.items(), key=lambda entry: -entry[1])[:2]
	if not nearest or nearest[0][1] < LEAST_LIKENESS:
		return ""
	if len(nearest) == 2 and nearest[0][1] - nearest[1][1] < LEAST_LEAD:
		return ""
	return nearest[0][0]
