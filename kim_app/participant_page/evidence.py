"""What a participant shows: handed in on their page, listed there, and taken back as long as nobody used it.
May import frappe.

A participant has no right to write evidence. Each function here asks whether the record is theirs, and then writes
the one thing it is for.
"""

from __future__ import annotations

import frappe
from frappe import _
from frappe.utils import today

from kim_app import consent
from kim_app.arguments import checked
from kim_app.attachments import check as attachments
from kim_app.attachments import content as contents
from kim_app.evidence import messages, rules
from kim_app.frameworks import listing, texts
from kim_app.participant_page import case_workers, pictures
from kim_app.refusal import refuse
from kim_app.self_assessment import api as self_assessment

DOCTYPE = "KIM Evidence"
MOST_FILES = 5
MOST_A_DAY = 20
LONGEST = 5000
# What a participant can say that it is; the other kinds are written by staff.
KINDS = ("Document", "Certificate", "Work Sample", "Reference", "Self-declaration")
CONTEXTS = ("Formal", "Non-formal", "Informal")


@frappe.whitelist(methods=["POST"])
@checked
def hand_in(
	kind: str,
	title: str | None = None,
	competences: list | None = None,
	learning_context: str | None = None,
	learned_in: str | None = None,
	description: str | None = None,
	description_language: str | None = None,
) -> dict:
	"""Records what the participant shows, with the request's `files`, as evidence that nobody has judged yet.

	`competences` are names; without any the case worker says what it bears on. Returns the `name`. Raises
	frappe.PermissionError without a record of their own, frappe.ValidationError for what cannot be taken.
	"""
	participant = self_assessment.own_participant()
	consent.check_given(participant)
	uploads = _uploads()
	refuse(
		map(messages.text, rules.handing_in(len(uploads), description, MOST_FILES)), _("This was not sent")
	)
	_check_choices(kind, learning_context, competences or [], description)
	_check_not_too_often(participant)
	for name, content in uploads:
		attachments.check_content(name, content)
	document = frappe.new_doc(DOCTYPE)
	document.update(
		{
			"participant": participant,
			"title": _title(title, description, kind),
			"kind": kind,
			"learning_context": learning_context,
			"learned_in": learned_in,
			"description": description,
			"description_language": description_language,
			"competences": [{"competence": name} for name in dict.fromkeys(competences or [])],
			"files": [{"file": _keep(name, content)} for name, content in uploads],
		}
	)
	document.flags.handed_in = True
	# What it bears on can be left to the case worker.
	document.insert(ignore_permissions=True, ignore_mandatory=True)
	case_workers.tell(
		case_workers.of(participant),
		lambda: _("A participant handed in evidence {0}.").format(document.name),
		DOCTYPE,
		document.name,
	)
	return {"name": document.name, "said": _("Thank you. Your case worker looks at it.")}


@frappe.whitelist(methods=["POST"])
@checked
def take_back(evidence: str) -> dict:
	"""Deletes what the participant handed in, with its files. Raises frappe.PermissionError for what is not theirs,
	frappe.ValidationError when somebody used it."""
	participant = self_assessment.own_participant()
	if frappe.db.get_value(DOCTYPE, evidence, "participant") != participant:
		frappe.throw(_("This is not your evidence."), frappe.PermissionError)
	document = frappe.get_doc(DOCTYPE, evidence, for_update=True)
	breaches = rules.taking_back(bool(document.from_participant), document.status, cited_in(document.name))
	document.refuse(breaches, _("This stays"))
	frappe.delete_doc(DOCTYPE, document.name, ignore_permissions=True, delete_permanently=True)
	return {"said": _("It was taken back.")}


def handed_in(participant: str) -> list[dict]:
	"""All evidence of `participant` (a name), the latest first, read with the user's own rights: `name`, `title`, `kind`,
	`status`, `creation`, `from_participant`, `files` [(label, address)], `competences` (titles), `may_take_back`."""
	rows = frappe.get_list(
		DOCTYPE,
		filters={"participant": participant},
		fields=["name", "title", "kind", "status", "creation", "from_participant", "description"],
		order_by="creation desc",
		limit=0,
	)
	for row in rows:
		names = frappe.get_all("KIM Evidence Competence", filters={"parent": row.name}, pluck="competence")
		row.competences = [texts.title(name) for name in names]
		files = frappe.get_all(
			"KIM Evidence File", filters={"parent": row.name}, fields=["file", "about"], order_by="idx asc"
		)
		row.files = [(file.about or file.file.rsplit("/", 1)[-1], file.file) for file in files]
		row.may_take_back = not rules.taking_back(
			bool(row.from_participant), row.status, cited_in(row.name) if row.from_participant else ()
		)
	return rows


def cited_in(evidence: str) -> list[str]:
	"""The validations that cite `evidence` (a name)."""
	return frappe.get_all(
		"KIM Validation Evidence",
		filters={"evidence": evidence, "parenttype": "KIM Validation"},
		pluck="parent",
	)


def competences_to_choose() -> list[dict]:
	"""The frameworks for participants, the site's own first, each with `title` and `competences`."""
	found = []
	for framework in self_assessment.frameworks():
		competences = listing.of_framework(framework["name"])
		if competences:
			found.append({"title": framework["title"], "competences": competences})
	return found


def _uploads() -> list[tuple[str, bytes]]:
	"""(name, content) of the files that came with the request."""
	sent = frappe.request.files.getlist("files") if frappe.request else []
	return [(file.filename, file.stream.read()) for file in sent if file.filename]


def _keep(name: str, content: bytes) -> str:
	"""Stores a file in private, without what a photograph tells of place and device; returns its address. The evidence
	takes it over when it is saved."""
	file = frappe.get_doc(
		{
			"doctype": "File",
			"file_name": name,
			"content": pictures.without_traces(contents.ending_of(name), content),
			"is_private": 1,
		}
	)
	return file.insert(ignore_permissions=True).file_url


def _check_choices(kind: str, learning_context: str | None, competences: list, description: str | None):
	if kind not in KINDS:
		frappe.throw(_("Choose what it is."))
	if learning_context and learning_context not in CONTEXTS:
		frappe.throw(_("Choose where you learned it."))
	if len(description or "") > LONGEST:
		frappe.throw(_("This text is too long. Write at most {0} letters.").format(LONGEST))
	offered = {entry["name"] for group in competences_to_choose() for entry in group["competences"]}
	if not all(isinstance(name, str) and name in offered for name in competences):
		frappe.throw(_("Choose from the list what it shows."))


def _check_not_too_often(participant: str):
	sent = frappe.db.count(
		DOCTYPE, {"participant": participant, "from_participant": 1, "creation": [">=", today()]}
	)
	if sent >= MOST_A_DAY:
		frappe.throw(_("You have sent a lot today. Go on tomorrow, or talk to your case worker."))


def _title(title: str | None, description: str | None, kind: str) -> str:
	"""What it is called: by the participant, else by how their words begin, else by what it is."""
	first_line = next(iter((description or "").strip().splitlines()), "")
	return ((title or "").strip() or first_line or _(kind, context=DOCTYPE))[:140]
