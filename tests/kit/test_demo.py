"""The sample data are made again after every change of theirs: on a site that has them, and that people have used."""

import os

import pytest

pytestmark = pytest.mark.skipif(not os.environ.get("KIM_BENCH"), reason="needs a site")


@pytest.fixture
def centre(site):
	"""A centre with one person for each role; undone with all that the test makes."""
	from kim_app import testing

	site.db.rollback()
	site.set_user("Administrator")
	name = testing.make_centre("Sample Data Centre", "Sample Data Organisation")
	yield name, testing.make_staff(name)
	site.set_user("Administrator")
	site.db.rollback()


def test_a_piece_of_evidence_that_several_cases_share_is_rated_once_however_often_it_is_tried(site, centre):
	from bench_kit import demo_cases
	from kim_app import roles, testing

	name, staff = centre
	participant = testing.make_participant(name)
	competences = ("KC-2018-DIG", "KC-2018-ENT")
	with testing.acting_as(staff[roles.CASE_WORKER]):
		evidence = testing.make_evidence(
			participant, competences=[{"competence": competence} for competence in competences]
		)
		cases = [testing.make_validation(participant, competence).name for competence in competences]
	for case in cases:
		testing.take_step(case, "Document", staff[roles.CASE_WORKER])
		testing.take_step(
			case, "Submit for Assessment", staff[roles.CASE_WORKER], evidence=[{"evidence": evidence}]
		)
	for case in (*cases, *cases):
		with testing.acting_as(staff[roles.ASSESSOR]):
			demo_cases.assess(site.get_doc("KIM Validation", case))
	assert site.db.get_value("KIM Evidence", evidence, "status") == "Verified"
	ratings = {row.level for case in cases for row in site.get_doc("KIM Validation", case).ratings}
	assert ratings == {"2"}


def test_a_case_that_somebody_led_elsewhere_is_left_where_it_is(site, centre):
	from bench_kit import demo_cases
	from kim_app import roles, testing

	name, staff = centre
	case = testing.bring_to_approval(testing.make_participant(name), staff).name
	testing.take_step(case, "Approve", staff[roles.SUPERVISOR])
	demo_cases.fork(case, "Not Validated")
	demo_cases.bring_to(case, "Pending Approval")
	assert site.db.get_value("KIM Validation", case, "workflow_state") == "Validated"


def test_two_supervisors_of_one_centre_have_a_login_that_is_printed():
	from bench_kit.demo_data import FLORENCE, LOGINS, PEOPLE
	from kim_app import roles

	there = {
		email for role, email, *_name, centre in PEOPLE if (role, centre) == (roles.SUPERVISOR, FLORENCE)
	}
	assert len(there & {email for role, email in LOGINS if role == roles.SUPERVISOR}) == 2
