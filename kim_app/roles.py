"""The names of KIM's roles, in one place. May import nothing."""

CASE_WORKER = "KIM Case Worker"
ASSESSOR = "KIM Assessor"
SUPERVISOR = "KIM Supervisor"
TRAINER = "KIM Trainer"
COORDINATOR = "KIM Coordinator"
ADMINISTRATOR = "KIM Administrator"
PARTICIPANT = "KIM Participant"

STAFF = (CASE_WORKER, ASSESSOR, SUPERVISOR, TRAINER, COORDINATOR, ADMINISTRATOR)
ALL = (*STAFF, PARTICIPANT)
