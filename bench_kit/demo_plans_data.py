"""What the sample data's inclusion plans say. Days are counted from the day on which the data are loaded."""

from bench_kit.demo_data import CASE_WORKER

_SPAN = {"from_date": -75, "to_date": 120, "next_review": 14}


def _goal(key: str, area: str, title: str, due: int, **more) -> dict:
	return {"goal_key": key, "area": area, "title": title, "due": due, **more}


def _action(goal: str, what: str, due: int, **more) -> dict:
	return {"goal_key": goal, "what": what, "due": due, "from_date": due - 30, **more}


_LISTENING = _goal(
	"listening",
	"Language",
	"Understand what colleagues say at work",
	100,
	title_second="Comprendre ce que disent les collègues au travail",
	competence="CEFR-2020-LIS",
	target_level="A2",
)
_FLAT = _goal(
	"flat",
	"Housing",
	"A flat of my own for me and the children",
	110,
	title_second="Un logement à moi pour moi et les enfants",
	target="A tenancy agreement is signed",
)
_SEWING = _goal(
	"sewing",
	"Work",
	"Work in a tailor's shop",
	110,
	title_second="Travailler dans un atelier de couture",
	competence="KC-2018-ENT",
	target_level="3",
)
_COURSE = _action(
	"listening",
	"Attend the evening course in Italian, twice a week",
	60,
	what_second="Suivre le cours du soir d'italien, deux fois par semaine",
	provider="CPIA 1 Firenze",
	status="In Progress",
)
_LIST = _action(
	"flat",
	"Ask for a place on the list of the housing office",
	-9,
	what_second="Demander une place sur la liste de l'office du logement",
	who="Colleague",
	staff=CASE_WORKER,
	provider="Ufficio Casa",
)
_LANDLORDS = _action(
	"flat",
	"Visit two flats with a volunteer",
	35,
	what_second="Visiter deux logements avec une bénévole",
	who="Somebody Else",
	person="Rosa Bianchi",
	provider="Caritas",
)
_TRIAL = _action(
	"sewing",
	"Two weeks of trial work",
	-20,
	what_second="Deux semaines d'essai",
	provider="Sartoria Arno",
	status="Done",
	result="They would like to go on.",
)
# The plan of the participant who has a login: in force a second time, with everything a plan can hold.
OF_LOGIN = {
	**_SPAN,
	"wishes": "I want to work as a tailor again, and to have a door that I can close.",
	"second_language": "fr",
	"goals": [_LISTENING, _FLAT, _SEWING],
	"actions": [_COURSE, _LIST, _LANDLORDS, _TRIAL],
}
AFTER_REVIEW = {
	"goal": {"title": "Six months of work in a tailor's shop", "due": 118},
	"action": {"what": "Sign the training contract", "from_date": 5, "due": 30, "provider": "Sartoria Arno"},
}
REVIEW = {
	"took_part": "The participant, Chiara Conti, an interpreter",
	"outcome": "The course goes well. The search for a flat takes longer than thought.",
}
# state -> what the plan in that state says.
PLANS = {
	"Draft": {
		**_SPAN,
		"wishes": "To work outdoors, near my brother.",
		"goals": [
			_goal("garden", "Work", "A season's work in a vineyard", 100, target="A contract for one season")
		],
		"actions": [_action("garden", "Two days of trial work", 25, provider="Fattoria del Sole")],
	},
	"Agreed": {
		**_SPAN,
		"wishes": "To drive a lorry, as I did for ten years.",
		"second_language": "fr",
		"goals": [
			_goal(
				"licence",
				"Work",
				"A driving licence that is valid here",
				115,
				target="The licence is converted",
			),
			_goal(
				"digital", "Digital", "Apply for work online", 80, competence="KC-2018-DIG", target_level="3"
			),
		],
		"actions": [
			_action(
				"licence", "Have the licence translated and handed in", 50, provider="Motorizzazione Civile"
			),
			_action("digital", "Computer course on Saturdays", 70, provider="Biblioteca delle Oblate"),
		],
	},
	"Under Review": {
		**_SPAN,
		"wishes": "To finish school.",
		"goals": [
			_goal(
				"school",
				"Education",
				"The lower secondary certificate",
				118,
				target="The examination is passed",
			),
			_goal(
				"rights",
				"Citizenship",
				"Know my rights as a tenant and at work",
				60,
				competence="KIM-1-LEG",
				target_level="2",
			),
		],
		"actions": [
			_action(
				"school", "Enrol in the first-level course", -30, provider="CPIA 1 Firenze", status="Done"
			),
			_action("school", "Attend the course", 100, provider="CPIA 1 Firenze", status="In Progress"),
			_action("rights", "Three evenings at the advice centre", 30, provider="Sportello Diritti"),
		],
	},
	"Discontinued": {
		**_SPAN,
		"wishes": "To find work as a cook.",
		"goals": [_goal("cook", "Work", "Work in a kitchen", 90, target="A contract of three months")],
		"actions": [_action("cook", "Course in food hygiene", 30, provider="Confcommercio")],
	},
	"Proposed": {
		**_SPAN,
		"wishes": "To read what the school writes about my daughter.",
		"second_language": "ar",
		"goals": [
			_goal(
				"reading",
				"Family",
				"Read the letters of my daughter's school",
				100,
				title_second="قراءة رسائل مدرسة ابنتي",
				competence="CEFR-2020-REA",
				target_level="A2",
			),
			_goal(
				"doctor",
				"Health",
				"A doctor for the whole family",
				40,
				title_second="طبيب لكل العائلة",
				target="All three are registered with a family doctor",
			),
		],
		"actions": [
			_action("reading", "Attend the mothers' course at the school", 90, provider="IC Pestalozzi"),
			_action("doctor", "Go to the health office with the papers", 20, provider="ASL Toscana Centro"),
		],
	},
	"Completed": {
		**_SPAN,
		"wishes": "To be able to call the doctor myself.",
		"goals": [
			_goal(
				"doctor",
				"Health",
				"Call the doctor myself",
				60,
				target="An appointment was made by telephone",
			)
		],
		"actions": [_action("doctor", "Practise telephone calls with the volunteer", -5, provider="Caritas")],
	},
}
RETURNED = "Who pays for the way to work during the trial days? Please say so in the plan."
DISCONTINUED = "Moved to a sister in Sweden."
HANDOVER = {
	"reason": "Found work in Vienna and moves there next month.",
	"handover": "Speaks some German. Needs an interpreter for Tigrinya at the first meeting.",
}
