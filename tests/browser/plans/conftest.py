"""The participant, target profile and plans that the browser tests of plans begin with."""

import secrets

import pytest

from kim_app import roles

from ..conftest import CENTRE, PASSWORD
from .form import CITIZENSHIP, DIGITAL


@pytest.fixture
def participant(site, staff):
	"""Somebody with a login, who speaks French."""
	from frappe.utils.password import update_password

	from kim_app import testing

	site.db.rollback()
	login = testing.make_user(f"ada-{secrets.token_hex(3)}@browser.example", roles.PARTICIPANT)
	update_password(login, PASSWORD)
	with testing.acting_as(staff[roles.CASE_WORKER]):
		name = testing.make_participant(
			CENTRE, "Okafor", user=login, languages=[{"language": "fr", "mother_tongue": 1}]
		)
	site.db.commit()
	yield site._dict(name=name, login=login)
	site.db.rollback()
	# The records of the centre go with it; the login is nobody's staff.
	site.db.set_value("KIM Participant", name, "user", None)
	site.delete_doc("User", login, force=True, ignore_permissions=True)
	site.db.commit()


@pytest.fixture
def target(site, staff):
	from kim_app import testing

	site.db.rollback()
	made = testing.make_target(
		[(DIGITAL, "3"), (CITIZENSHIP, "1")],
		title="Kitchen assistant " + secrets.token_hex(3),
		status="Published",
		organisation=f"{CENTRE} Organisation",
	)
	site.db.commit()
	yield made
	site.db.rollback()
	site.db.delete("KIM Plan Goal", {"target_profile": made.name})
	site.delete_doc("KIM Target Profile", made.name, force=True)
	site.db.commit()


@pytest.fixture
def plan(site, staff, participant):
	"""A draft with a goal for a competence and one of another kind."""
	from kim_app import testing
	from kim_app.inclusion import testing as plans

	with testing.acting_as(staff[roles.CASE_WORKER]):
		made = plans.make_plan(participant.name)
	site.db.commit()
	return made


@pytest.fixture
def active(site, staff, participant):
	from kim_app.inclusion import testing as plans

	made = plans.make_active_plan(participant.name, staff)
	site.db.commit()
	return made
