"""A case worker hands a case over to a centre of another organisation, which accepts it: in a browser from end to end."""

from playwright.sync_api import expect

from kim_app import roles

from .. import desk
from ..conftest import CENTRE, OTHER_CENTRE


def test_a_case_is_handed_over_to_another_organisation_and_leaves_the_old_one(
	visit, centre, staff, participant, stored
):
	case_worker = visit(staff[roles.CASE_WORKER])
	page = case_worker.open(f"/app/kim-transfer/new?participant={participant.name}")
	desk.pick(page, "to_centre", OTHER_CENTRE)
	desk.write(page, "reason", "Her sister lives there.")
	desk.save(page)
	expect(desk.status(page, "Requested")).to_be_visible()
	name = page.url.rsplit("/", 1)[-1]
	signed = visit(participant.login).open("/kim/plan")
	box = signed.locator("#kim-transfer form")
	box.get_by_role("checkbox").check()
	box.get_by_role("textbox").fill("Ada Okafor")
	box.get_by_role("button").click()
	expect(signed.locator("#kim-transfer")).to_contain_text("The new centre answers next")
	assert stored("KIM Transfer", name, "status") == "Consented"
	receiver = visit(centre[OTHER_CENTRE][roles.CASE_WORKER])
	page = receiver.open(f"/app/kim-transfer/{name}")
	desk.press(page, "Accept")
	page.locator(".modal.show .btn-primary").click()
	expect(desk.status(page, "Accepted")).to_be_visible()
	assert stored("KIM Participant", participant.name, "centre") == OTHER_CENTRE
	answer = case_worker.call("GET", f"/api/resource/KIM Participant/{participant.name}")
	assert answer.status == 403, CENTRE
