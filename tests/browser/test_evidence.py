"""Evidence in the browser: recorded in any script, rated, superseded; and files that are refused."""

import http.client
import os
import re
import secrets
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from kim_app import roles

from .conftest import CENTRE
from .desk import choose, field, pick, press, save, status, write

PDF = b"%PDF-1.7\n1 0 obj\n"
PROGRAM = b"MZ\x90\x00\x03\x00\x00\x00\x04\x00" + b"\0" * 64
FORM = "/app/kim-evidence/{}"
HALF_A_GIGABYTE = 500 * 1024 * 1024


@pytest.fixture
def participant(site):
	from kim_app import testing

	site.db.rollback()
	name = testing.make_participant(CENTRE, "ገብረመድህን " + secrets.token_hex(2), given_name="ሰላም")
	site.db.commit()
	return name


@pytest.fixture
def evidence(site, staff, participant):
	from kim_app import testing

	with testing.acting_as(staff[roles.CASE_WORKER]):
		name = testing.make_evidence(participant)
	site.db.commit()
	return name


def upload(page, name: str, content: bytes):
	"""Sends a file in the dialog that is open."""
	dialog = page.locator(".modal.show", has=page.locator(".file-upload-area, .file-uploader"))
	dialog.locator("input[type=file]").first.set_input_files(
		{"name": name, "mimeType": "application/octet-stream", "buffer": content}
	)
	# The server keeps such files private, so nobody is offered to make them public.
	expect(dialog.get_by_role("button", name=re.compile("Set all"))).to_have_count(0)
	expect(dialog.locator(".config-area label:visible", has_text="Private")).to_have_count(0)
	dialog.get_by_role("button", name=re.compile("Upload")).last.click()


def answer(dialog, question: str, choice: str):
	dialog.locator(f"[data-question={question}]").get_by_label(choice).check()


def test_a_case_worker_records_evidence_in_arabic_with_a_file(visit, staff, participant, stored):
	visitor = visit(staff[roles.CASE_WORKER])
	page = visitor.open(f"/app/kim-evidence/new?participant={participant}")
	title, text = "شهادة من صاحب المتجر", "عملت سنتين في السوق وكنت مسؤولاً عن الحسابات."
	expect(field(page, "participant_name")).to_contain_text("ሰላም")
	write(page, "title", title)
	choose(page, "kind", "Reference")
	expect(page.locator(".form-message:visible")).to_contain_text("is not recorded")
	pick(page, "competences", "Digital")
	field(page, "description").locator("textarea").fill(text)
	description = field(page, "description").locator("textarea")
	assert description.evaluate("area => getComputedStyle(area).direction") == "rtl"
	grid = field(page, "files")
	grid.get_by_role("button", name="Attach files").click()
	upload(page, "Reference.PDF", PDF + secrets.token_bytes(6))
	expect(grid.locator(".grid-body .grid-row")).to_contain_text("/private/files/Reference")
	save(page)
	expect(page).to_have_url(re.compile(r"KIM-E-\d+"))
	name = page.url.rsplit("/", 1)[-1]
	expect(status(page, "Recorded")).to_be_visible()
	expect(field(page, "hours").locator("input")).to_have_value("")
	assert stored("KIM Evidence", name, ["title", "description", "status"]) == (title, text, "Recorded")
	url = stored("KIM Evidence File", {"parent": name}, "file")
	assert url.startswith("/private/files/")
	assert stored("File", {"file_url": url}, ["attached_to_name", "is_private"]) == (name, 1)
	assert visitor.faults == []


def test_an_assessor_rates_it_and_verified_evidence_is_superseded(visit, staff, evidence, stored):
	assessor = visit(staff[roles.ASSESSOR])
	page = assessor.open(FORM.format(evidence))
	press(page, "Rate")
	dialog = page.locator(".modal.show")
	for question in ("valid", "authentic", "current"):
		answer(dialog, question, "Yes")
	dialog.get_by_role("button", name="Save rating").click()
	expect(dialog.locator("[data-question=sufficient]")).to_contain_text("Not answered yet")
	expect(dialog.get_by_text("Not answered yet")).to_have_count(1)
	answer(dialog, "sufficient", "Partly")
	dialog.locator("textarea").fill("One page only.")
	dialog.get_by_role("button", name="Save rating").click()
	expect(status(page, "Rated")).to_be_visible()
	expect(page.locator(".kim-vacs:visible")).to_contain_text(re.compile(r"Sufficient:\s+Partly"))

	press(page, "Rate")
	expect(dialog).to_contain_text("One page only.")
	answer(dialog, "sufficient", "Yes")
	dialog.get_by_role("button", name="Save rating").click()
	expect(status(page, "Verified")).to_be_visible()
	expect(
		page.locator(".page-actions:visible").get_by_role("button", name="Rate", exact=True)
	).to_have_count(0)
	assert assessor.faults == []

	case_worker = visit(staff[roles.CASE_WORKER])
	page = case_worker.open(FORM.format(evidence))
	expect(status(page, "Verified")).to_be_visible()
	expect(field(page, "title").locator("input:visible")).to_have_count(0)
	expect(page.locator(".standard-actions .primary-action:visible")).to_have_count(0)
	press(page, "Record newer evidence")
	expect(page.get_by_text("which stays readable")).to_be_visible()
	expect(field(page, "title").locator("input")).to_have_value("Kept the accounts of a market stall")
	save(page)
	expect(page).to_have_url(re.compile(r"KIM-E-\d+"))
	newer = page.url.rsplit("/", 1)[-1]
	assert stored("KIM Evidence", newer, ["supersedes", "status"]) == (evidence, "Recorded")
	assert stored("KIM Evidence", evidence, ["superseded_by", "status"]) == (newer, "Superseded")
	page = case_worker.open(FORM.format(evidence))
	expect(page.get_by_text(f"Superseded by {newer}.")).to_be_visible()
	assert case_worker.faults == []


def test_a_rating_by_rest_is_refused(visit, staff, evidence, stored):
	rating = {"status": "Verified", "valid": "Yes", "rated_by": staff[roles.CASE_WORKER]}
	path = f"/api/resource/KIM Evidence/{evidence}"
	assert visit(staff[roles.CASE_WORKER]).call("PUT", path, data=rating).status == 417
	assert visit(staff[roles.ASSESSOR]).call("PUT", path, data=rating).status == 403
	answers = {"evidence": evidence, **dict.fromkeys(("valid", "authentic", "current", "sufficient"), "Yes")}
	for role in (roles.CASE_WORKER, roles.SUPERVISOR):
		refused = visit(staff[role]).call("POST", "/api/method/kim_app.evidence.api.rate", form=answers)
		assert refused.status == 417
		assert "KIM Assessor" in refused.text()
	assert stored("KIM Evidence", evidence, ["status", "valid", "rated_by"]) == ("Recorded", None, None)


def test_a_program_that_is_called_a_pdf_is_refused_in_words(visit, staff, evidence, stored):
	page = visit(staff[roles.CASE_WORKER]).open(FORM.format(evidence))
	name = f"setup-{secrets.token_hex(3)}.pdf"
	page.locator(".form-sidebar:visible").get_by_text("Attach File").click()
	upload(page, name, PROGRAM)
	expect(page.get_by_text("is called .pdf but is a program").first).to_be_visible()
	assert stored("File", {"file_name": ["like", f"{name[:-4]}%"]}, "name") is None


def test_a_file_of_half_a_gigabyte_is_refused_before_it_is_sent(visit, staff, evidence, stored, tmp_path):
	large = tmp_path / f"film-{secrets.token_hex(3)}.mp4"
	with open(large, "wb") as film:
		film.write(b"\0\0\0\x18ftypisom\0\0\0\0")
		film.truncate(HALF_A_GIGABYTE)
	visitor = visit(staff[roles.CASE_WORKER])
	page = visitor.open(FORM.format(evidence))
	page.locator(".form-sidebar:visible").get_by_text("Attach File").click()
	page.locator(".modal.show input[type=file]").first.set_input_files(large)
	expect(page.get_by_text(re.compile(r"skipped because size exceeds \d+ MB"))).to_be_visible()
	assert stored("File", {"file_name": large.name}, "name") is None
	assert visitor.faults == []


@pytest.mark.parametrize("chunked", [False, True], ids=["with its length", "without saying how long"])
def test_half_a_gigabyte_sent_past_the_form_is_refused_and_not_stored(
	visit, staff, evidence, stored, chunked
):
	visitor = visit(staff[roles.CASE_WORKER])
	visitor.open("/app")
	name = f"film-{secrets.token_hex(3)}.mp4"
	code, text = send(visitor, evidence, name, chunked)
	# Frappe takes no body of unknown length at all.
	assert (code, "exceeds" in text) == ((417, False) if chunked else (413, True)), text
	assert stored("File", {"file_name": name}, "name") is None
	assert not [path for path in stored_files() if name in path]


def stored_files() -> list[str]:
	folder = f"{os.environ['KIM_BENCH']}/sites/{os.environ['KIM_SITE']}"
	return os.listdir(f"{folder}/private/files") + os.listdir(f"{folder}/public/files")


def send(visitor, evidence: str, name: str, chunked: bool) -> tuple[int, str]:
	"""Half a gigabyte as a program would send it; returns the answer's status and text."""
	fields = {"doctype": "KIM Evidence", "docname": evidence, "is_private": "1"}
	lines = [
		f'--kim\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}'
		for key, value in fields.items()
	]
	lines.append(
		f'--kim\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\nContent-Type: video/mp4\r\n\r\n'
	)
	connection = http.client.HTTPConnection(urlsplit(os.environ["KIM_URL"]).netloc, timeout=120)
	connection.putrequest("POST", "/api/method/upload_file")
	connection.putheader("Content-Type", "multipart/form-data; boundary=kim")
	cookies = visitor.context.cookies(os.environ["KIM_URL"])
	connection.putheader("Cookie", "; ".join(f"{cookie['name']}={cookie['value']}" for cookie in cookies))
	connection.putheader("X-Frappe-CSRF-Token", visitor.page.evaluate("() => frappe.csrf_token"))
	if chunked:
		connection.putheader("Transfer-Encoding", "chunked")
	else:
		connection.putheader("Content-Length", str(HALF_A_GIGABYTE))
	connection.endheaders()
	block, sent = "\r\n".join(lines).encode() + b"\0\0\0\x18ftypisom\0\0\0\0", 0
	try:
		while sent < HALF_A_GIGABYTE:
			connection.send(b"%x\r\n%s\r\n" % (len(block), block) if chunked else block)
			sent += len(block)
			block = bytes(1024 * 1024)
	except OSError:
		# The server has answered already and hung up.
		pass
	answer = connection.getresponse()
	return answer.status, answer.read().decode()
