"""A participant shows something, takes it back, has something corrected, takes their data along, withdraws consent."""

import io
import json
import secrets
import zipfile

import pytest
from PIL import Image
from playwright.sync_api import expect

from kim_app import roles

from ..conftest import OTHER_CENTRE

SHOW = "/api/method/kim_app.participant_page.evidence.hand_in"


def photograph() -> bytes:
	"""A photograph that was held upright and tells where it was taken."""
	picture = Image.new("RGB", (80, 40), (200, 120, 40))
	notes = picture.getexif()
	notes[0x0112] = 6
	notes.get_ifd(0x8825).update({1: "N", 2: (43.0, 46.0, 0.0)})
	target = io.BytesIO()
	picture.save(target, "JPEG", exif=notes)
	return target.getvalue()


def test_a_photo_arrives_in_private_with_the_case_worker_who_is_told(page, own, visit, staff, stored, site):
	page.visitor.open("/kim/show")
	file = {"name": "holiday.exe", "mimeType": "application/octet-stream", "buffer": b"MZ"}
	page.set_input_files("#kim-files", [file])
	page.locator("[data-next]").click()
	expect(page.get_by_role("alert")).to_contain_text("holiday.exe cannot be taken")
	page.set_input_files(
		"#kim-files", [{"name": "market.jpg", "mimeType": "image/jpeg", "buffer": photograph()}]
	)
	page.locator("[data-next]").click()
	page.locator("[data-next]").click()
	expect(page.get_by_role("alert")).to_have_text("Choose one of these first.")
	page.get_by_text("Something I made or did").click()
	page.locator("[data-next]").click()
	page.get_by_text("Digital competence").click()
	page.locator("[data-next]").click()
	page.get_by_text("In daily life").click()
	page.get_by_label("In which country?").select_option(label="Syria")
	page.locator("[data-next]").click()
	page.locator("textarea").fill("بعت الخضار سنتين\nفي حلب")
	page.get_by_label("In which language did you write?").select_option("ar")
	page.get_by_role("button", name="Send").click()
	page.wait_for_url("**/kim/evidence")
	expect(page.locator(".kim-said")).to_have_text("Thank you. Your case worker looks at it.")
	card = page.locator(".kim-card")
	expect(card).to_contain_text("بعت الخضار سنتين")
	expect(card).to_contain_text("Nobody has looked at it yet.")

	name = stored("KIM Evidence", {"participant": own[1]}, "name")
	fields = ["status", "from_participant", "kind", "learning_context", "description_language", "owner"]
	assert stored("KIM Evidence", name, fields) == ("Recorded", 1, "Work Sample", "Informal", "ar", own[0])
	address = stored("KIM Evidence File", {"parent": name}, "file")
	assert address.startswith("/private/files/")
	kept = Image.open(io.BytesIO(page.context.request.get(address).body()))
	assert kept.size == (40, 80)
	assert not kept.getexif()
	assert stored("Notification Log", {"document_name": name}, "for_user") == staff[roles.CASE_WORKER]
	assert visit(None).context.request.get(address).status == 403

	case_worker = visit(staff[roles.CASE_WORKER])
	form = case_worker.open(f"/app/kim-evidence/{name}")
	expect(form.get_by_text("The participant handed this in on their own page.")).to_be_visible()
	assert case_worker.faults == []

	page.get_by_text("Take it back").click()
	page.get_by_role("button", name="Delete it").click()
	expect(page.get_by_text("There is nothing here yet.")).to_be_visible()
	assert stored("KIM Evidence", name, "name") is None
	assert stored("File", {"attached_to_name": name}, "name") is None
	assert page.visitor.faults == []


@pytest.mark.parametrize(
	"name, content, said",
	[
		("letter.pdf", b"<html><script>", "letter.pdf is called .pdf but is"),
		("letter.html", b"<html>", "is of a type that is not taken here"),
		("letter.txt", b"", "is empty"),
		("letter.txt", b"x" * (10 * 1024 * 1024 + 1), "the most is 10 MB"),
	],
	ids=["not-what-it-says", "type", "empty", "size"],
)
def test_what_cannot_be_taken_is_refused_by_the_server_in_words(page, own, stored, name, content, said):
	page.visitor.open("/kim")
	answer = page.visitor.call(
		"POST",
		SHOW,
		multipart={"kind": "Document", "files": {"name": name, "mimeType": "text/plain", "buffer": content}},
	)
	# What is larger than the site takes at all does not even arrive; the page says why before it sends.
	assert answer.status in (413, 417)
	assert answer.status == 413 or said in answer.text()
	assert stored("KIM Evidence", {"participant": own[1]}, "name") is None


def test_a_participant_writes_evidence_on_no_other_way_and_sees_nobody_elses(page, own, visit, staff, site):
	from kim_app import testing

	site.db.rollback()
	with testing.acting_as(staff[roles.CASE_WORKER]):
		mine = testing.make_evidence(own[1])
		others = testing.make_evidence(testing.make_participant("Browser Test Centre", "Stranger"))
	site.db.commit()
	page.visitor.open("/kim")
	call = page.visitor.call
	take_back = "/api/method/kim_app.participant_page.evidence.take_back"
	assert call("POST", take_back, form={"evidence": others}).status == 403
	assert call("POST", take_back, form={"evidence": mine}).status == 417
	new = {"participant": own[1], "title": "Mine", "kind": "Document", "from_participant": 1}
	assert call("POST", "/api/resource/KIM Evidence", data=new).status == 403
	assert call("PUT", f"/api/resource/KIM Evidence/{mine}", data={"title": "Other"}).status == 403
	assert call("GET", f"/api/resource/KIM Evidence/{others}").status == 403
	expect(page.visitor.open("/kim/evidence").locator(".kim-card")).to_have_count(1)
	# Whoever is no participant has nothing to hand in.
	worker = visit(staff[roles.CASE_WORKER])
	assert worker.call("POST", SHOW, form={"kind": "Document", "description": "Mine"}).status == 403


def test_a_correction_goes_to_the_case_worker_and_the_answer_comes_back(
	page, own, visit, staff, centre, stored
):
	page.visitor.open("/kim/data")
	page.locator("a[href='/kim/correct?field=phone']").click()
	page.get_by_label("How it is right").fill("+39 055 654321")
	page.get_by_label("Do you want to say something about it?").fill("رقم جديد")
	page.get_by_role("button", name="Send").click()
	page.wait_for_url("**/kim/data")
	expect(page.get_by_text("Your case worker has not answered yet.")).to_be_visible()
	name = stored("KIM Correction Request", {"participant": own[1]}, "name")
	assert stored("KIM Participant", own[1], "phone") == "+39 055 123456"
	answer = "/api/method/kim_app.participant_page.corrections.answer"
	stranger = visit(centre[OTHER_CENTRE][roles.CASE_WORKER])
	assert stranger.call("POST", answer, form={"request": name, "accept": 1}).status == 403
	assert page.visitor.call("POST", answer, form={"request": name, "accept": 1}).status == 403
	path = f"/api/resource/KIM Correction Request/{name}"
	assert page.visitor.call("PUT", path, data={"status": "Accepted"}).status in (403, 417)

	worker = visit(staff[roles.CASE_WORKER])
	form = worker.open(f"/app/kim-correction-request/{name}")
	expect(form.get_by_text("+39 055 654321").first).to_be_visible()
	form.get_by_role("button", name="Decline").click()
	dialog = form.locator(".modal.show")
	dialog.locator("textarea").fill("This number is somebody else's.")
	dialog.get_by_role("button", name="Decline").click()
	expect(form.locator(".indicator-pill", has_text="Declined").first).to_be_visible()
	assert stored("KIM Participant", own[1], "phone") == "+39 055 123456"

	page.visitor.open("/kim")
	expect(page.get_by_text("You have an answer")).to_be_visible()
	page.get_by_role("link", name="My data").click()
	expect(page.get_by_text("This number is somebody else's.")).to_be_visible()
	page.locator("a[href='/kim/correct?field=given_name']").click()
	page.get_by_label("How it is right").fill("Rima")
	page.get_by_role("button", name="Send").click()
	page.wait_for_url("**/kim/data")
	second = stored("KIM Correction Request", {"participant": own[1], "field": "given_name"}, "name")
	form = worker.open(f"/app/kim-correction-request/{second}")
	form.get_by_role("button", name="Accept").click()
	form.locator(".modal.show").get_by_role("button", name="Accept").click()
	expect(form.locator(".indicator-pill", has_text="Accepted").first).to_be_visible()
	assert stored("KIM Participant", own[1], "full_name") == "Rima الحداد"
	page.visitor.open("/kim/data")
	expect(page.get_by_text("It was corrected.")).to_be_visible()
	assert page.visitor.faults == [] or all("403" in fault or "417" in fault for fault in page.visitor.faults)


def test_everything_that_is_kept_can_be_taken_along_and_nothing_of_others(page, own, site, staff):
	from kim_app import testing

	site.db.rollback()
	with testing.acting_as(staff[roles.CASE_WORKER]):
		testing.make_evidence(own[1], title="شهادة " + secrets.token_hex(2))
		testing.make_participant("Browser Test Centre", "Stranger Danger")
	site.db.commit()
	page.visitor.open("/kim/data?language=ar")
	with page.expect_download() as download:
		page.locator("a[download]").click()
	with zipfile.ZipFile(download.value.path()) as archive:
		content = json.loads(archive.read("my-data.json"))
		html = archive.read("my-data.html").decode()
	record = content["records"]["KIM Participant"][0]
	assert (record["full_name"], record["phone"]) == ("ريما الحداد", "+39 055 123456")
	assert content["records"]["KIM Evidence"][0]["title"].startswith("شهادة")
	assert 'dir="rtl"' in html and "اسم العائلة" in html and "شهادة" in html
	assert "Stranger" not in html + json.dumps(content)
	assert staff[roles.CASE_WORKER] not in json.dumps(content)


def test_a_participant_makes_their_passport_and_takes_it_along(page, own, site, staff):
	from kim_app import testing

	site.db.rollback()
	validation = testing.bring_to_approval(own[1], staff)
	testing.take_step(validation.name, "Approve", staff[roles.SUPERVISOR])
	site.db.commit()
	page.visitor.open("/kim/passport")
	page.get_by_role("button", name="Make my passport").click()
	expect(page.get_by_role("link", name="To print (PDF)")).to_be_focused()
	number = page.locator("[data-number]").inner_text()
	assert number.startswith("KIM-")
	for way, kind in (("pdf", "application/pdf"), ("json", "application/json"), ("europass", "json")):
		answer = page.context.request.get(page.locator(f"[data-way={way}]").get_attribute("href"))
		assert answer.ok and kind in answer.headers["content-type"], way
	page.get_by_role("link", name="What others see when they ask").click()
	expect(page.get_by_text(number).first).to_be_visible()
	assert page.visitor.faults == []


def test_consent_is_withdrawn_with_its_consequences_and_given_again(page, own, visit, staff, stored, site):
	from kim_app import testing

	page.visitor.open("/kim/consent")
	expect(page.get_by_text("You cannot rate yourself, and you cannot send anything new.")).to_be_visible()
	page.get_by_label("I have read what happens.").check()
	page.get_by_role("button", name="Take my consent back").click()
	expect(page.get_by_text("You withdrew your consent on")).to_be_visible()
	consent, withdrawn_on = stored("KIM Participant", own[1], ["consent", "consent_withdrawn_on"])
	assert (consent, str(withdrawn_on)) == (0, testing.frappe.utils.today())
	told = site.get_all("Notification Log", {"document_name": own[1]}, pluck="for_user")
	assert set(told) >= {staff[roles.CASE_WORKER], staff[roles.SUPERVISOR]}
	site.db.rollback()

	open_sheet = "/api/method/kim_app.self_assessment.api.open_sheet"
	assert page.visitor.call("POST", open_sheet, form={"framework": "KC-2018"}).status == 417
	assert page.visitor.call("POST", SHOW, form={"kind": "Document", "description": "Mine"}).status == 417
	new = {"participant": own[1], "competence": "KC-2018-DIG"}
	worker = visit(staff[roles.CASE_WORKER])
	refused = worker.call("POST", "/api/resource/KIM Validation", data=new)
	assert refused.status == 417
	assert "was withdrawn on" in refused.text()

	page.get_by_label("I agree that the centre uses my data for this.").check()
	page.get_by_role("button", name="I agree", exact=True).click()
	expect(page.get_by_role("button", name="Take my consent back")).to_be_visible()
	assert stored("KIM Participant", own[1], ["consent", "consent_withdrawn_on"]) == (1, None)
	assert worker.call("POST", "/api/resource/KIM Validation", data=new).ok
