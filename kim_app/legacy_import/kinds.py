"""The kinds of record that a register can hold: what each row carries, what it needs, what it links to.

One declaration per kind, as data: the matching of columns, the reading of cells, the check, the preview and
the load all take it from here. Imports the standard library only. The names of fields are those of the
forms, so that a row's `values` are a document's; what a form has no field for is said in `Field.note`.
"""

from dataclasses import dataclass

PARTICIPANT = "participant"
STAFF = "staff"
VALIDATION = "validation"
EVIDENCE = "evidence"
PLAN = "plan"
SESSION = "session"
ATTENDANCE = "attendance"
UNKNOWN = "unknown"
EMPTY = "empty"
# A sheet that its reader chose to leave out.
LEFT_OUT = "left-out"


@dataclass(frozen=True, slots=True)
class Field:
	"""One value of a row.

	`type` says how a cell is read and what comes of it:

	- key, text, long-text, name, email, phone, option, cefr, level: str ("" when empty)
	- date: date or None; past ones may not lie ahead
	- percent, integer: int or None
	- flag: 1 or 0
	- login: str, an e-mail address; a name becomes the address of the colleague who has it
	- country, language, competence, course: str, the site's document name after the check
	- list: a list of dicts, made of several columns; `note` says of which keys

	`part_of`: where a register gives only a month or a year, "first" or "last" says which of its days is
	meant; without it no day is made up. `options` names a list of `vocabulary/options.csv`. `link` names the kind whose key the value is.
	`column` is False for what is made of others and no column can be matched to.
	"""

	name: str
	type: str = "text"
	required: bool = False
	options: str = ""
	link: str = ""
	past: bool = False
	part_of: str = ""
	column: bool = True
	stored: bool = True
	note: str = ""


@dataclass(frozen=True, slots=True)
class Kind:
	"""One kind of record.

	`key`: the fields whose values know a record again, in the register and on the site. `needed`: what a
	sheet must have to be recognised, one field of each group. `updates`: whether a known record takes
	changed values; of the others a known one stays as it is. `asked_for`: the form that one must be allowed to
	create to bring in such rows, where it is not `doctype` itself. `order`: (earlier, later) pairs of dates.
	"""

	name: str
	doctype: str
	fields: tuple[Field, ...]
	key: tuple[str, ...]
	needed: tuple[tuple[str, ...], ...]
	updates: bool = False
	asked_for: str = ""
	order: tuple[tuple[str, str], ...] = ()

	def field(self, name: str) -> Field | None:
		"""Return the field of that name, or None."""
		return next((field for field in self.fields if field.name == name), None)


PERSON = Field("legacy_key", "key", required=True, link=PARTICIPANT, note="the participant's register number")

# In the order in which they are brought in: a kind links to earlier ones only.
KINDS = {
	kind.name: kind
	for kind in (
		Kind(
			PARTICIPANT,
			"KIM Participant",
			(
				Field("legacy_key", "key", required=True),
				Field("family_name", "name", required=True),
				Field("given_name", "name"),
				Field("gender", "option", options="gender"),
				Field("date_of_birth", "date", past=True),
				Field("nationality", "country"),
				Field("education", "option", options="education"),
				Field("arrival_date", "date", past=True),
				Field("residence_status", "option", options="residence_status"),
				Field("phone", "phone"),
				Field("email", "email"),
				Field("mother_tongue", "language", stored=False, note="goes into languages"),
				Field("language_level", "cefr", stored=False, note="goes into languages"),
				Field("languages", "list", column=False, note="language, level, mother_tongue"),
				Field("consent", "flag", options="yes_no"),
				Field("consent_date", "date", past=True),
				Field("notes", "long-text"),
			),
			key=("legacy_key",),
			needed=(("family_name", "given_name"), ("legacy_key", "gender", "date_of_birth")),
			updates=True,
			order=(("date_of_birth", "arrival_date"),),
		),
		Kind(
			STAFF,
			"KIM Staff Member",
			(
				Field("email", "email", required=True, note="the login of the User"),
				Field("given_name", "name"),
				Field("family_name", "name"),
				Field("full_name", "name", note="where the register has the name in one cell"),
				Field("phone", "phone"),
				Field("role", note="as the register has it; no role of the site follows from it"),
			),
			key=("email",),
			needed=(("email",), ("family_name", "given_name", "full_name")),
			# Whoever may hold a course may bring in who attended earlier ones; a colleague who is new
			# comes in without access.
			asked_for="KIM Training Session",
		),
		Kind(
			VALIDATION,
			"KIM Validation",
			(
				PERSON,
				Field("competence", "competence", required=True),
				Field("claimed_level", "level"),
				Field("validated_level", "level"),
				Field("decided_on", "date", past=True),
				Field("legacy_assessor"),
				Field("method", "option", options="method"),
				Field("outcome", "option", options="outcome", note="the workflow state"),
				Field("rationale", "long-text"),
			),
			key=("legacy_key", "competence"),
			needed=(("legacy_key",), ("competence",), ("claimed_level", "validated_level", "outcome")),
		),
		Kind(
			EVIDENCE,
			"KIM Evidence",
			(
				PERSON,
				Field("competence", "competence", required=True, note="the row of competences"),
				Field("kind", "option", required=True, options="evidence_kind"),
				Field("title", required=True),
				Field("learning_context", "option", options="learning_context"),
				Field("learned_in", "country"),
				Field("from_date", "date", past=True, part_of="first"),
				Field("to_date", "date", past=True, part_of="last"),
				Field("hours", "integer"),
				Field("description", "long-text"),
			),
			key=("legacy_key", "competence", "kind", "title", "from_date", "to_date"),
			needed=(("legacy_key",), ("kind", "title", "description"), ("competence", "to_date")),
			order=(("from_date", "to_date"),),
		),
		Kind(
			PLAN,
			"KIM Inclusion Plan",
			(
				PERSON,
				Field("area", "option", required=True, options="area"),
				Field("goal", required=True, note="title of the KIM Plan Goal"),
				Field("action", note="what of the KIM Plan Action"),
				Field("responsible", note="person of the action, who: Somebody Else"),
				Field("due", "date", part_of="last", note="of goal and action"),
				Field("status", "option", options="goal_status", note="Open, In Progress, Achieved, Dropped"),
				Field("progress", "percent"),
			),
			# A row is a goal with one action; all rows of a person are one plan.
			key=("legacy_key", "goal", "action"),
			needed=(("legacy_key",), ("goal", "action")),
		),
		Kind(
			SESSION,
			"KIM Training Session",
			(
				Field("session", "key", required=True, note="what the register calls it, or its sheet"),
				Field("course", "course"),
				Field("starts", "date", past=True, column=False, note="the first of the days"),
				Field("days", "list", column=False, note="date, hours"),
				Field("place"),
			),
			key=("course", "starts"),
			needed=(),
		),
		Kind(
			ATTENDANCE,
			"KIM Session Attendee",
			(
				Field("session", "key", required=True, link=SESSION),
				Field("email", "login", required=True, link=STAFF, note="or the name of a colleague"),
				Field("date", "date", past=True, stored=False, note="goes into attendance"),
				Field("present", "option", options="presence", stored=False, note="goes into attendance"),
				Field("hours", "integer", stored=False, note="goes into the session's days"),
				Field("place", stored=False, note="goes into the session"),
				Field("attendance", "list", column=False, note="date, present (1 or 0), cell"),
			),
			key=("session", "email"),
			needed=(("email",), ("date",), ("present", "session")),
			asked_for="KIM Training Session",
		),
	)
}
