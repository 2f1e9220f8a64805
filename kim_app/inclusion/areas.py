"""The area of life that a competence belongs to, as well as it can be guessed. May import nothing.

A guess, which the case worker sees and changes. Sources: the names of the key competences of 2006
(2006/962/EC) and 2018 (2018/C 189/01), and of the frameworks that KIM ships.
"""

from __future__ import annotations

from collections.abc import Sequence

AREAS = ("Language", "Work", "Housing", "Health", "Education", "Citizenship", "Family", "Digital")

# A framework that is about one area alone, by the part of its name before the hyphen.
BY_FRAMEWORK = {"CEFR": "Language", "DIGCOMP": "Digital", "EQF": "Education", "ISCED": "Education"}
# By the code of the competence, or of an area that holds it.
BY_CODE = {
	# 2018
	"LIT": "Language",
	"MUL": "Language",
	"MST": "Education",
	"DIG": "Digital",
	"PSL": "Education",
	"CIT": "Citizenship",
	"ENT": "Work",
	"CUL": "Citizenship",
	# 2006
	"MTC": "Language",
	"FLC": "Language",
	"MCS": "Education",
	"LTL": "Education",
	"SCC": "Citizenship",
	"SIE": "Work",
	"CAE": "Citizenship",
	# KIM's strategic competences
	"WRK": "Work",
	"JOB": "Work",
	"LRN": "Education",
	"SRV": "Citizenship",
	"HOU": "Housing",
	"HEA": "Health",
	"FAM": "Family",
	"SOC": "Citizenship",
	"LEG": "Citizenship",
	"ICC": "Citizenship",
}
# By what a title says in English, the language of ESCO's and most registers' competences.
BY_WORD = (
	("Language", ("language", "speaking", "listening", "reading", "writing", "literacy", "interpret")),
	("Digital", ("digital", "computer", "internet", "software", "online")),
	("Housing", ("housing", "rent", "tenan", "household", "home")),
	("Health", ("health", "medic", "hygiene", "nutrition", "first aid")),
	("Family", ("family", "child", "parent")),
	("Citizenship", ("citizen", "civic", "legal", "rights", "society", "cultur", "administration")),
	("Education", ("learn", "school", "study", "math", "science", "qualification")),
)
BY_KIND = {"Job": "Work", "Course": "Education", "Citizenship Step": "Citizenship"}


def guess(
	framework: str | None,
	codes: Sequence[str],
	title: str = "",
	kind: str | None = None,
) -> str:
	"""The likely area of a competence, one of AREAS.

	`framework` is its framework's name, `codes` its own code and then those of what holds it, `title` its
	English title, `kind` that of the target profile which requires it.
	"""
	if area := BY_FRAMEWORK.get((framework or "").split("-")[0].upper()):
		return area
	for code in codes:
		if area := BY_CODE.get(code):
			return area
	words = title.lower()
	for area, parts in BY_WORD:
		if any(part in words for part in parts):
			return area
	return BY_KIND.get(kind or "", "Work")
