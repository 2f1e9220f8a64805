"""Who and what the sample data are made of. Nothing of Frappe is imported, so that LOGINS can be read anywhere."""

from pathlib import Path

from kim_app import roles

SAMPLES = Path(__file__).parents[1] / "samples"
REGISTER = "registro-firenze-2013.xlsx"
FLORENCE, VIENNA = "Centro Firenze", "Beratungsstelle Wien"
CENTRES = (
	# centre, organisation, ISO country, city, language
	(FLORENCE, "KIM Toscana", "it", "Firenze", "it"),
	(VIENNA, "KIM Wien", "at", "Wien", "de"),
)
PEOPLE = (
	# role, e-mail, first name, last name, centre
	(roles.CASE_WORKER, "caseworker@kim.example", "Chiara", "Conti", FLORENCE),
	(roles.ASSESSOR, "assessor@kim.example", "Amos", "Alvarez", FLORENCE),
	(roles.SUPERVISOR, "supervisor@kim.example", "Silvia", "Serra", FLORENCE),
	(roles.TRAINER, "trainer@kim.example", "Tomas", "Testa", FLORENCE),
	(roles.COORDINATOR, "coordinator@kim.example", "Carla", "Colombo", FLORENCE),
	(roles.ADMINISTRATOR, "administrator@kim.example", "Anna", "Amato", FLORENCE),
	(roles.PARTICIPANT, "participant@kim.example", "", "", None),
	(roles.SUPERVISOR, "supervisor2@kim.example", "Sofia", "Santini", FLORENCE),
	(roles.CASE_WORKER, "caseworker.wien@kim.example", "Katrin", "Klein", VIENNA),
	(roles.SUPERVISOR, "supervisor.wien@kim.example", "Stefan", "Sommer", VIENNA),
	(roles.TRAINER, "trainer.wien@kim.example", "Theres", "Thaler", VIENNA),
	(roles.CASE_WORKER, "yusra@kim.example", "يسرى", "حداد", FLORENCE),
	(roles.ASSESSOR, "selam@kim.example", "ሰላም", "ገብረመድህን", FLORENCE),
	(roles.CASE_WORKER, "luca@kim.example", "Luca", "Ferri", FLORENCE),
)
# Those with a login worth printing: one for each role, and a second supervisor of the same centre.
LOGINS = [(role, email) for role, email, *_rest in PEOPLE[:8]]
CASE_WORKER, ASSESSOR, SUPERVISOR, TRAINER, COORDINATOR = (email for _role, email in LOGINS[:5])
PARTICIPANT = "participant@kim.example"
VIENNESE_TRAINER, YUSRA, SELAM, LUCA = (email for _role, email, *_rest in PEOPLE[10:])

# The way of a validation, and who leads it on.
WAY = (
	("Identification", "Document", CASE_WORKER),
	("Documentation", "Submit for Assessment", CASE_WORKER),
	("Assessment", "Propose", ASSESSOR),
	("Pending Approval", "Approve", SUPERVISOR),
)
# How many of the register's open cases are brought how far; the one that is rejected, and the one returned.
CASES = (
	("Pending Approval", 5),
	("Assessment", 4),
	("Documentation", 3),
	("Validated", 2),
	("Not Validated", 1),
	("Returned", 1),
)
# Where the way forks: what is asked to get there, from which state, by whom, and why.
FORKS = {
	"Not Validated": (
		"Pending Approval",
		"Reject",
		SUPERVISOR,
		"The evidence shows the task, but not that it was done alone. It can be shown again in a practical test.",
	),
	"Returned": (
		"Assessment",
		"Return for Evidence",
		ASSESSOR,
		"One letter is not enough to tell. Please add a second one, or let the person write one here.",
	),
}
# What the participant with a login says of themself.
SELF_RATING = {"LIT": "2", "MUL": "3", "MST": "1", "DIG": "2", "PSL": "2", "CIT": "?", "ENT": "3", "CUL": "3"}
EVIDENCE = {
	"LIT": ("Letters written for neighbours", "Work Sample", "Informal"),
	"MUL": ("Interpreted for other guests at the centre", "Observation", "Informal"),
	"MST": ("Measured and cut cloth to order", "Reference", "Non-formal"),
	"DIG": ("Ran the till and the stock list of a shop", "Reference", "Non-formal"),
	"PSL": ("Diary of the first year in the host country", "Interview Record", "Informal"),
	"CIT": ("Member of a school's parents' council", "Certificate", "Non-formal"),
	"ENT": ("Accounts of a market stall, 2009-2011", "Document", "Informal"),
	"CUL": ("Songs taught at a children's choir", "Observation", "Informal"),
}
VIENNESE = (
	("Haddad", "Rima", "Female", "sy", "1987-03-14"),
	("ገብረ", "ሰላም", "Male", "er", "1992-11-02"),
	("Okonkwo", "Chidi", "Male", "ng", "1979-07-21"),
)
