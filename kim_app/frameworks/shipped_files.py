"""The files of the frameworks that come with KIM, read into plain values. May import nothing of Frappe."""

from __future__ import annotations

import json
from pathlib import Path

from kim_app.frameworks.exchange import fields
from kim_app.frameworks.exchange.model import (
	COMPETENCE,
	Competence,
	Criterion,
	Crosswalk,
	Framework,
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

	def texts_of(code: str) -> dict[str, Text]:
		if not code:
			return {language: _text(texts) for language, texts in translations.items() if texts.get("title")}
		return {
			language: _text(texts["levels"][code])
			for language, texts in translations.items()
			if code in texts.get("levels", {})
		}

	read = fields.framework(content, content.get("language") or languages[0], languages, texts_of)
	read.competences = in_tree_order([_competence(entry) for entry in content["competences"]])
	return read


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
