"""Starting many validations of one participant at once: what the dialog calls. May import frappe.

Each function asks for permission first. Every validation is made by its own form's rules, and one
that is refused stops no other.
"""

from __future__ import annotations

import frappe
from frappe import _

from kim_app import consent
from kim_app.arguments import checked
from kim_app.frameworks import listing, texts
from kim_app.frameworks.exchange.model import PARTICIPANTS
from kim_app.profile import api, overview, records
from kim_app.validation import deciding, proposals

SUPERSEDED = "Superseded"
MOST = 200


@frappe.whitelist()
@checked
def candidates(participant: str, framework: str | None = None, target_profile: str | None = None) -> dict:
	"""The competences of a framework, or those that a target profile requires, as the dialog offers them.

	Without either: of the default framework. Out: `frameworks` and `target_profiles` to choose from,
	`framework` or `target_profile`, which was chosen, `consent_warning` (see `consent.warning`), and `rows`, in the order of the framework or by
	the size of the gap: what `overview.entries` tells, with `scale`, `possible`, `ticked` and `reason`.
	Raises frappe.PermissionError.
	"""
	_check(participant)
	frameworks = frappe.get_list(
		"KIM Competence Framework",
		filters={"status": "Published", "meant_for": PARTICIPANTS},
		fields=["name", "title"],
		order_by="title asc",
		limit=0,
	)
	published = [row.name for row in frameworks]
	for row in frameworks:
		row.title = texts.framework_title(row.name)
	target = api.target_document(target_profile)
	if not target and framework not in published:
		framework = frappe.db.get_single_value("KIM Settings", "default_framework")
		framework = framework if framework in published else next(iter(published), None)
	found = records.of(participant)
	return {
		"frameworks": frameworks,
		"target_profiles": api.published_targets(),
		"consent_warning": consent.warning(participant),
		"framework": None if target else framework,
		"target_profile": target and target.name,
		"rows": [
			_offer(entry, entry["framework"] in published) for entry in _entries(found, target, framework)
		],
	}


@frappe.whitelist(methods=["POST"])
@checked
def start(participant: str, choices: str | list) -> list[dict]:
	"""Opens one validation per choice and tells of each what became of it.

	`choices` are dicts of `competence` (a name) and `claimed_level` (a code or empty). Evidence that
	bears on the competence comes along unless it is superseded. Out, in the order of `choices`:
	`competence`, `title`, `validation` (the name of what was made, or None) and `refused` (why not, or
	None). Raises frappe.PermissionError, and frappe.ValidationError for no or too many choices.
	"""
	_check(participant)
	choices = frappe.parse_json(choices) or []
	if not (isinstance(choices, list) and all(isinstance(choice, dict) for choice in choices)):
		frappe.throw(_("The choices could not be read. Load the page again."))
	if not choices:
		frappe.throw(_("Tick at least one competence to start."))
	if len(choices) > MOST:
		frappe.throw(
			_("{0} validations are too many to start at once. Tick at most {1}.").format(len(choices), MOST)
		)
	evidence: dict[str, list[str]] = {}
	for competence, row in records.evidence_of(participant, but=(SUPERSEDED,)):
		evidence.setdefault(competence, []).append(row.name)
	titles = {row.name: row.title for row in listing.named([choice.get("competence") for choice in choices])}
	results = []
	for choice in choices:
		competence = choice.get("competence")
		if competence in titles:
			made, refused = _open(participant, choice, evidence.get(competence, []))
		else:
			made, refused = None, _("There is no competence {0}. Load the page again.").format(competence)
		results.append(
			{
				"competence": competence,
				"title": titles.get(competence, competence),
				"validation": made,
				"refused": refused,
			}
		)
	return results


def _check(participant: str):
	frappe.get_doc("KIM Participant", participant).check_permission("read")
	if not frappe.has_permission("KIM Validation", "create"):
		frappe.throw(
			_("Validations are started by a case worker of the participant's centre, which you are not."),
			frappe.PermissionError,
		)


def _entries(found: records.Records, target, framework: str | None) -> list[dict]:
	if target:
		told = overview.entries(found, listing.named({row.competence for row in target.levels}))
		order = [gap.competence for gap in overview.compare(told, target)]
		return sorted((entry for entry in told if entry["target"]), key=lambda row: order.index(row["name"]))
	if not framework:
		return []
	whole = listing.of_framework(framework)
	if not whole:
		# Of a framework too large to show: what the participant has something on record of.
		concerned = listing.named(found.competences())
		whole = [row for row in concerned if row.framework == framework]
	return overview.entries(found, whole)


def _offer(entry: dict, published: bool) -> dict:
	validated, claimed, target = entry["validated"], entry["claimed"], entry["target"]
	usable = [row for row in entry["evidence"] if row.status != SUPERSEDED]
	proposal = proposals.proposal(
		proposals.Standing(
			published=published,
			open_case=bool(entry["open"]),
			validated=validated and validated["position"],
			ends_soon=bool(validated and validated["ends_soon"]),
			claimed=claimed and claimed["position"],
			required=target and target["position"],
			evidence=len(usable),
		)
	)
	return {
		**entry,
		"evidence": usable,
		"scale": texts.scale(entry["framework"]),
		"possible": proposal.possible,
		"ticked": proposal.ticked,
		"reason": proposal.reason,
	}


def _open(participant: str, choice: dict, evidence: list[str]) -> tuple[str | None, str | None]:
	"""The name of the validation that was made, or why it was refused."""
	frappe.db.savepoint("kim_start")
	try:
		validation = frappe.get_doc(
			{
				"doctype": "KIM Validation",
				"participant": participant,
				"competence": choice.get("competence"),
				"claimed_level": choice.get("claimed_level") or None,
				"evidence": [{"evidence": name} for name in evidence],
			}
		).insert()
	except (frappe.ValidationError, frappe.PermissionError) as error:
		frappe.db.rollback(save_point="kim_start")
		return None, deciding.said(error)
	return validation.name, None
