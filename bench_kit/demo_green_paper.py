"""The sample data's recommendations: written, reviewed and published as the people concerned would. Runs inside a
bench, where Frappe is."""

from __future__ import annotations

from bench_kit.demo_data import ASSESSOR, CASE_WORKER, COORDINATOR, SUPERVISOR, TRAINER
from bench_kit.demo_records import acting_as, country

VIENNESE_CASE_WORKER, VIENNESE_SUPERVISOR = "caseworker.wien@kim.example", "supervisor.wien@kim.example"
COUNCIL = {
	"kind": "Source",
	"what": "What is asked of every country since 2012",
	"reference": "Council Recommendation of 20 December 2012 on the validation of non-formal and informal learning (2012/C 398/01)",
}
# Author, how far it is brought, what it says, and who endorses it with which remark.
RECOMMENDATIONS = (
	(
		ASSESSOR,
		"Published",
		{
			"title": "Accept a validated competence where papers were lost on the way",
			"topic": "Recognition and validation",
			"text": "Employers' federations and schools should accept a validation as evidence of a competence when a certificate cannot be had from the country of origin.\n\nMost participants of the centres have worked for years and hold no paper that says so. Each validation rests on evidence that two people looked at, and says at which level somebody works.",
			"for_policy": 1,
			"for_organisations": 1,
			"evidence": [
				{
					"kind": "Count of Validations",
					"what": "Validations of key competences that hold",
					"framework": "KC-2018",
				},
				{
					"kind": "Count of Validations",
					"what": "Of these, entrepreneurship",
					"competence": "KC-2018-ENT",
				},
				COUNCIL,
			],
		},
		((CASE_WORKER, ""), (VIENNESE_CASE_WORKER, "Half of those who come to us have no papers left.")),
	),
	(
		CASE_WORKER,
		"Published",
		{
			"title": "Pay for interpreters from the first interview on",
			"topic": "Language and education",
			"text": "Whoever funds a reception centre should fund interpreters for the first interview, for the assessment and for agreeing the plan.\n\nA child or a neighbour who interprets knows what was said, and leaves out what is hard to say.",
			"for_policy": 1,
			"evidence": [
				{
					"kind": "Source",
					"what": "A second interview was needed in every third case without an interpreter",
					"reference": "KIM Toscana, register of interviews, 2013",
				}
			],
		},
		((VIENNESE_SUPERVISOR, "The same here."),),
	),
	(
		TRAINER,
		"Published",
		{
			"title": "Offer childcare at every course and every assessment",
			"topic": "Gender equity",
			"text": "Centres should plan childcare with each course and assessment, and say so in the invitation.\n\nWomen with small children were invited as often as men, and came half as often.",
			"for_organisations": 1,
			"for_practitioners": 1,
			"countries": ["it", "at"],
			"evidence": [
				{
					"kind": "Report",
					"what": "Who attended as much of a course as it asks for",
					"report": "KIM Gender Equity",
					"measure": "Training attendance",
				},
				{
					"kind": "Report",
					"what": "Participants for whom a validation was opened",
					"report": "KIM Gender Equity",
					"measure": "Participation in recognition",
				},
				{
					"kind": "Source",
					"what": "Childcare as a condition of taking part",
					"reference": "https://eige.europa.eu/gender-mainstreaming",
				},
			],
		},
		(),
	),
	(
		VIENNESE_SUPERVISOR,
		"Under Review",
		{
			"title": "Use one scale in every country",
			"topic": "Cooperation among countries",
			"text": "Partners should rate on the same scale from 0 to 4 and describe it with the same words, so that a validation made in one country says the same in another.",
			"for_policy": 1,
			"for_organisations": 1,
			"evidence": [COUNCIL],
		},
		(),
	),
	(
		SUPERVISOR,
		"Retired",
		{
			"title": "Keep the key competences of 2006 beside those of 2018",
			"topic": "Recognition and validation",
			"text": "Centres should rate by both frameworks for two years, so that earlier registers can still be compared.",
			"for_organisations": 1,
			"evidence": [{**COUNCIL, "what": "Validations should stay comparable"}],
		},
		(),
	),
	(
		CASE_WORKER,
		"Draft",
		{
			"title": "Let participants choose the sex of the interpreter",
			"topic": "Gender equity",
			"text": "To be written with the colleagues of the women's shelter.",
			"for_practitioners": 1,
			"evidence": [],
		},
		(),
	),
)


def load():
	"""Those that are not there yet."""
	import frappe

	for author, goal, content, endorsements in RECOMMENDATIONS:
		if frappe.db.exists("KIM Recommendation", {"title": content["title"]}):
			continue
		name = write(author, content)
		bring_to(name, author, goal)
		endorse(name, endorsements)


def write(author: str, content: dict) -> str:
	import frappe

	countries = [{"country": country(code)} for code in content.get("countries", ())]
	with acting_as(author):
		return (
			frappe.get_doc({"doctype": "KIM Recommendation", **content, "countries": countries}).insert().name
		)


def bring_to(name: str, author: str, goal: str):
	from kim_app.green_paper import steps

	way = (
		("Under Review", author, "Submit for Review", None),
		("Published", COORDINATOR, "Publish", None),
		("Retired", COORDINATOR, "Retire", "The register was brought over to the framework of 2018."),
	)
	state = "Draft"
	for target, user, action, reason in way:
		if state == goal:
			return
		with acting_as(user):
			state = steps.take_step(name, action, reason)
		assert state == target


def endorse(name: str, endorsements):
	from kim_app.green_paper import endorsing

	for user, remark in endorsements:
		with acting_as(user):
			endorsing.endorse(name, remark)
