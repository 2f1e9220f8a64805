"""A competence passport as a European digital credential: JSON-LD of the European Learning Model 3, application profile
EDC, which Europass reads. May import babel, nothing of Frappe.

The file is not sealed: an issuer with an e-seal uploads it to the European Digital Credentials issuer, which seals it.
Source of names and values: european-commission-empl/European-Learning-Model, rdf/ap/edc (shapes and context) and the
authority tables of the Publications Office (country, language, file-type).
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping

from babel.core import get_global

CONTEXT = ["https://www.w3.org/2018/credentials/v1", "http://data.europa.eu/snb/model/context/edc-ap"]
SHAPES = "http://data.europa.eu/snb/model/ap/edc-generic-full"
AUTHORITY = "http://publications.europa.eu/resource/authority"
SNB = "http://data.europa.eu/snb"
# ISO 639-1 to the codes of the authority table of languages (ISO 639-2/T in capitals), for what KIM speaks.
LANGUAGES = {"en": "ENG", "fr": "FRA", "it": "ITA", "de": "DEU", "es": "SPA", "sv": "SWE", "ar": "ARA"}
NAMES = {"en": "English", "fr": "French", "it": "Italian", "de": "German", "es": "Spanish", "sv": "Swedish", "ar": "Arabic"}  # fmt: skip


def credential(passport: Mapping, number: str, country: str | None, page: str, picture: str) -> dict:
	"""`passport` (what `files.as_plain` gives: texts by language, days as ISO text) as an unsealed credential.

	`country` is the issuer's code of ISO 3166-1 alpha-2, `page` the address that confirms the number, `picture` a PNG
	(base64) that Europass shows in place of a scan.
	"""
	languages = passport["languages"]
	first = languages[0]
	issuer = _organisation("urn:epass:org:1", passport["organisation"], country, first, page)
	issued = _moment(passport["issued_on"])
	ends = [line["valid_until"] for line in passport["competences"] if line["valid_until"]]
	return {
		"@context": CONTEXT,
		"id": f"urn:credential:{uuid.uuid5(uuid.NAMESPACE_URL, page)}",
		"type": ["VerifiableCredential", "EuropeanDigitalCredential"],
		"credentialProfiles": [
			_concept(f"{SNB}/credential/e34929035b", f"{SNB}/credential/25831c2", "Generic")
		],
		"credentialSchema": [{"id": SHAPES, "type": "ShaclValidator2017"}],
		"identifier": [
			{"id": "urn:epass:identifier:1", "type": "Identifier", "schemeName": "KIM", "notation": number}
		],
		"displayParameter": _display(passport, languages, picture),
		"issuer": issuer,
		"issuanceDate": issued,
		"issued": issued,
		"validFrom": issued,
		**({"expirationDate": _moment(min(ends)), "validUntil": _moment(min(ends))} if ends else {}),
		"credentialSubject": {
			"id": "urn:epass:person:1",
			"type": "Person",
			"fullName": {first: [passport["holder"]]},
			"hasClaim": [
				_achievement(place, line, first, passport["organisation"], country, page)
				for place, line in enumerate(passport["competences"], 1)
			],
		},
	}


def _achievement(
	place: int, line: Mapping, first: str, organisation: str, country: str | None, page: str
) -> dict:
	grade = _texts(line["level"]["title"])
	body = _organisation(f"urn:epass:org:{place + 1}", line["centre"] or organisation, country, first, page)
	achievement = {
		"id": f"urn:epass:learningAchievement:{place}",
		"type": "LearningAchievement",
		"title": _texts(line["title"]),
		"awardedBy": {
			"id": f"urn:epass:awardingProcess:{place}",
			"type": "AwardingProcess",
			"awardingBody": [body],
			**({"awardingDate": _moment(line["validated_on"])} if line["validated_on"] else {}),
		},
		"provenBy": [
			{
				"id": f"urn:epass:learningAssessment:{place}",
				"type": "LearningAssessment",
				"title": _texts(line["title"]),
				"awardedBy": {
					"id": f"urn:epass:awardingProcess:assessment:{place}",
					"type": "AwardingProcess",
					"awardingBody": [body],
				},
				"grade": {"id": f"urn:epass:note:{place}", "type": "Note", "noteLiteral": grade},
			}
		],
		"specifiedBy": {
			"id": f"urn:epass:learningAchievementSpec:{place}",
			"type": "LearningAchievementSpecification",
			"title": _texts(line["framework"]["title"]),
			"learningOutcome": [
				{
					"id": f"urn:epass:learningOutcome:{place}",
					"type": "LearningOutcome",
					"title": _texts(line["title"]),
				}
			],
		},
	}
	if line["description"]:
		achievement["description"] = _texts(line["description"])
	if line["certificate_number"]:
		achievement["identifier"] = [
			{
				"id": f"urn:epass:identifier:{place + 1}",
				"type": "Identifier",
				"schemeName": "KIM",
				"notation": line["certificate_number"],
			}
		]
	return achievement


def _display(passport: Mapping, languages: list[str], picture: str) -> dict:
	spoken = [_language(code) for code in languages]
	return {
		"id": "urn:epass:displayParameter:1",
		"type": "DisplayParameter",
		"title": _texts(passport["title"]),
		"primaryLanguage": spoken[0],
		"language": spoken,
		"individualDisplay": [
			{
				"id": "urn:epass:individualDisplay:1",
				"type": "IndividualDisplay",
				"language": spoken[0],
				"displayDetail": [
					{
						"id": "urn:epass:displayDetail:1",
						"type": "DisplayDetail",
						"page": 1,
						"image": {
							"id": "urn:epass:mediaObject:1",
							"type": "MediaObject",
							"content": picture,
							"contentEncoding": _concept(
								f"{SNB}/encoding/6146cde7dd", f"{SNB}/encoding/25831c2", "base64"
							),
							"contentType": _concept(
								f"{AUTHORITY}/file-type/PNG", f"{AUTHORITY}/file-type", "PNG"
							),
						},
					}
				],
			}
		],
	}


def _organisation(identity: str, name: str, country: str | None, language: str, page: str) -> dict:
	organisation = {
		"id": identity,
		"type": "Organisation",
		"legalName": {language: [name]},
		"homepage": [
			{
				"id": f"{identity}:page",
				"type": "WebResource",
				"contentURL": page.split("?")[0],
			}
		],
	}
	code = country and alpha_3(country)
	if code:
		organisation["location"] = [
			{
				"id": f"{identity}:location",
				"type": "Location",
				"address": [
					{
						"id": f"{identity}:address",
						"type": "Address",
						"countryCode": _concept(
							f"{AUTHORITY}/country/{code}", f"{AUTHORITY}/country", country.upper()
						),
					}
				],
			}
		]
	return organisation


def alpha_3(country: str) -> str | None:
	"""The code of ISO 3166-1 alpha-3 for one of alpha-2, None when there is none."""
	return next(
		(
			three
			for three, two in get_global("territory_aliases").items()
			if two == [country.upper()] and len(three) == 3 and three.isalpha()
		),
		None,
	)


def _language(code: str) -> dict:
	known = code if code in LANGUAGES else "en"
	return _concept(f"{AUTHORITY}/language/{LANGUAGES[known]}", f"{AUTHORITY}/language", NAMES[known])


def _concept(identity: str, scheme: str, label: str) -> dict:
	return {
		"id": identity,
		"type": "Concept",
		"inScheme": {"id": scheme, "type": "ConceptScheme"},
		"prefLabel": {"en": [label]},
	}


def _texts(by_language: Mapping[str, str]) -> dict[str, list[str]]:
	return {language: [text] for language, text in by_language.items()}


def _moment(day: str) -> str:
	return f"{day}T00:00:00Z"
