"""The files of the frameworks that come with KIM, read into plain values. May import nothing of Frappe."""

from __future__ import annotations

import json
from pathlib import Path

from kim_app.frameworks.exchange.model import (
	COMPETENCE,
	PARTICIPANTS,
	Competence,
	Criterion,
	Crosswalk,
	Framework,
	Level,
	Text,
	in_relation_order,
	in_tree_order,
)

FRAMEWORKS = Path(__file__).parents[1] / "data" / "frameworks"


def contents() -> list[dict]:
	"""The content of every shipped file, in the order of the files' names."""
	return [json.loads(path.read_text(encoding="utf-8")) for path in sorted(FRAMEWORKS.glob("*.json"))]


def framework(content: dict) -> Framework:
	"""A shipped file's content as a framework.

	`translations` are {language: {"title", "description"}}, and hold the texts of the levels and of the
	criteria by their codes; the first of `languages` is the one that the file is written in.
	"""
	translations = content.get("translations", {})
	languages = content.get("languages") or ["en", *translations]
	return Framework(
		code=content["framework_code"],
		version=content["version"],
		title=content["title"],
		description=content.get("description") or "",
		source=content.get("source") or "",
		language=content.get("language") or languages[0],
		languages=languages,
		based_on=content.get("based_on"),
		meant_for=content.get("meant_for") or PARTICIPANTS,
		levels=[
			Level(
				code=level["code"],
				title=level["title"],
				description=level.get("description") or "",
				counts_as_shown=bool(level.get("counts_as_shown")),
				pictogram=level.get("pictogram") or "",
				translations={
					language: _text(texts["levels"][level["code"]])
					for language, texts in translations.items()
					if level["code"] in texts.get("levels", {})
				},
			)
			for level in content["levels"]
		],
		translations={
			language: _text(texts) for language, texts in translations.items() if texts.get("title")
		},
		competences=in_tree_order([_competence(entry) for entry in content["competences"]]),
	)


def _competence(entry: dict) -> Competence:
	translations = entry.get("translations", {})
	return Competence(
		code=entry["code"],
		title=entry["title"],
		kind=entry.get("kind") or COMPETENCE,
		parent=entry.get("parent"),
		description=entry.get("description") or "",
		esco_uri=entry.get("esco_uri") or "",
		criteria=[
			Criterion(
				code=criterion["code"],
				statement=criterion["statement"],
				translations={
					language: texts["criteria"][criterion["code"]]
					for language, texts in translations.items()
					if criterion["code"] in texts.get("criteria", {})
				},
			)
			for criterion in entry.get("criteria", ())
		],
		translations={
			language: _text(texts) for language, texts in translations.items() if texts.get("title")
		},
		crosswalk=in_relation_order(
			[
				Crosswalk(row["relation"], row["framework"], row["competence"])
				for row in entry.get("crosswalk", ())
			]
		),
	)


def _text(texts: dict) -> Text:
	return Text(texts["title"], texts.get("description") or "")
