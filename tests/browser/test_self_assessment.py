"""Participants rate themselves: alone on the website, on a phone, with the keyboard, beside a case worker."""

import re
import secrets

import pytest
from playwright.sync_api import expect

from kim_app import roles

from .conftest import CENTRE, OTHER_CENTRE, PASSWORD
from .desk import field, status

PAGE = "/kim/rate"
PHONE = {"width": 375, "height": 760}
FRAMEWORK = "KC-2018"


@pytest.fixture
def own(site, staff):
	"""(login, participant) of somebody with a name in Tigrinya who speaks French and Arabic."""
	from frappe.utils.password import update_password

	from kim_app import testing

	site.db.rollback()
	user = testing.make_user(f"p{secrets.token_hex(3)}@browser.example", roles.PARTICIPANT)
	update_password(user, PASSWORD)
	name = testing.make_participant(
		CENTRE,
		"ገብረመድህን " + secrets.token_hex(2),
		given_name="ሰላም",
		user=user,
		languages=[{"language": "fr"}, {"language": "ar"}],
	)
	site.db.commit()
	yield user, name
	site.db.rollback()
	site.delete_doc("User", user, force=True)
	site.db.commit()


@pytest.fixture
def in_arabic(site, staff):
	"""A published framework whose texts are in English, Arabic and Tigrinya, with a longer scale."""
	from kim_app import testing

	site.db.rollback()
	levels = [
		{"code": str(step), "title": f"Step {step}", "counts_as_shown": int(step > 3), "pictogram": "Steps"}
		for step in range(1, 8)
	]
	titles = [
		{"language": language, "level": str(step), "title": f"{word} {step}"}
		for language, word in (("ar", "خطوة"), ("ti", "ስጉምቲ"))
		for step in range(1, 8)
	]
	name = testing.make_framework(
		f"BT{secrets.token_hex(2)}",
		languages=[{"language": code} for code in ("en", "ar", "ti")],
		levels=levels,
		translations=titles,
	)
	competence = testing.make_competence(
		name,
		"COOK",
		title="Cooking for many",
		translations=[
			{"language": "ar", "title": "الطبخ لكثيرين", "description": "يخطط ويطبخ ويقدّم الطعام."},
			{"language": "ti", "title": "ንብዙሓት ምኽሻን"},
		],
	)
	framework = site.get_doc("KIM Competence Framework", name)
	framework.status = "Published"
	framework.save()
	site.db.commit()
	yield name
	site.db.rollback()
	for table in ("KIM Competence Criterion", "KIM Competence Translation"):
		site.db.delete(table, {"parent": competence})
	for table in ("KIM Competence Level", "KIM Framework Translation", "KIM Framework Language"):
		site.db.delete(table, {"parent": name})
	site.db.delete("KIM Competence", {"framework": name})
	site.db.delete("KIM Competence Framework", {"name": name})
	site.db.commit()
	site.clear_cache()


def begin(page, framework=FRAMEWORK):
	choice = page.locator(f"[data-framework='{framework}']")
	choice.get_by_role("button", name=re.compile("Begin|Go on|anew")).click()
	expect(page.locator(".kim-competence, .kim-answers").first).to_be_visible()


def level(page, title: str):
	return page.locator(".kim-level").filter(has_text=title)


def saved(page):
	expect(page.locator(".kim-saved")).to_have_text("Saved")


def overflow(page) -> int:
	return page.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth")


def test_a_participant_answers_leaves_goes_on_and_finishes(visit, own, stored):
	user, participant = own
	visitor = visit(user)
	page = visitor.open("/kim")
	page.get_by_role("link", name="Rate myself").click()
	expect(page.locator(f"[data-framework='{FRAMEWORK}'] select")).to_have_value("fr")
	begin(page)
	heading = page.locator(".kim-competence")
	expect(heading).to_contain_text("Literacy competence")
	expect(heading).to_contain_text("lecture")
	level(page, "Alone in known settings").click()
	saved(page)
	expect(page.get_by_text("1 of 8 answered")).to_be_visible()
	page.get_by_role("button", name="Next").click()
	expect(heading).to_contain_text("Multilingual")

	page = visitor.open(PAGE)
	expect(page.get_by_text("1 of 8 answered")).to_be_visible()
	begin(page)
	expect(heading).to_contain_text("Multilingual")
	level(page, "I don't know yet").click()
	saved(page)
	page.get_by_text("Say something about it").click()
	page.locator("textarea").fill("ኣብ ገዛ ትግርኛ፡ ኣብ ስራሕ ዓረብ")
	page.locator("textarea").press("Tab")
	saved(page)
	page.get_by_role("button", name="All answers").click()
	expect(page.get_by_text("6 competences are not answered yet")).to_be_visible()
	page.get_by_role("button", name="Finish").click()
	expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
	expect(page.get_by_role("button", name="Change the answer")).to_have_count(0)

	sheet = {"participant": participant, "framework": FRAMEWORK}
	name = stored("KIM Self Assessment", sheet, "name")
	assert stored("KIM Self Assessment", name, ["status", "filled_in"]) == ("Finished", "Alone")
	rating = {"parent": name, "competence": "KC-2018-LIT"}
	assert stored("KIM Self Rating", rating, "level") == "2"
	rating = {"parent": name, "competence": "KC-2018-MUL"}
	assert stored("KIM Self Rating", rating, ["unknown", "note"]) == (1, "ኣብ ገዛ ትግርኛ፡ ኣብ ስራሕ ዓረብ")
	claim = {"participant": participant, "competence": "KC-2018-LIT"}
	assert stored("KIM Profile Competence", claim, ["claimed_level", "self_assessment"]) == ("2", name)

	page = visitor.open(PAGE)
	expect(page.get_by_role("button", name="Rate yourself anew")).to_be_visible()
	page.locator(".kim-earlier button").click()
	expect(page.get_by_text("Filled in alone, finished on")).to_be_visible()
	expect(page.locator("[data-competence=KC-2018-LIT]")).to_contain_text("Alone in known settings")
	assert visitor.faults == []


def test_it_is_filled_in_on_a_phone_with_the_keyboard_alone(visit, own, stored):
	user, participant = own
	visitor = visit(user)
	visitor.page.set_viewport_size(PHONE)
	page = visitor.open(PAGE)
	assert overflow(page) <= 0
	button = page.locator(f"[data-framework='{FRAMEWORK}'] button")
	button.focus()
	page.keyboard.press("Enter")
	group = page.get_by_role("group", name="How well can you do this?")
	expect(group.get_by_role("radio")).to_have_count(6)
	assert overflow(page) <= 0
	# All levels and the way on are within reach: what is meant is folded up.
	expect(page.locator(".kim-meant")).not_to_have_attribute("open", "")
	page.locator(".kim-meant summary").focus()
	page.keyboard.press("Tab")
	page.keyboard.press("Space")
	expect(group.get_by_role("radio").nth(0)).to_be_checked()
	page.keyboard.press("ArrowDown")
	chosen = group.get_by_role("radio").nth(1)
	expect(chosen).to_be_checked()
	outline = page.locator(".kim-level").nth(1).evaluate("label => getComputedStyle(label).outlineStyle")
	assert outline == "solid"
	saved(page)
	forward = page.get_by_role("button", name="Next")
	for _press in range(8):
		if forward.evaluate("button => button === document.activeElement"):
			break
		page.keyboard.press("Tab")
	expect(forward).to_be_focused()
	page.keyboard.press("Enter")
	expect(page.locator(".kim-competence")).to_be_focused()
	expect(page.get_by_text("Competence 2 of 8")).to_be_visible()
	name = stored("KIM Self Assessment", {"participant": participant}, "name")
	assert stored("KIM Self Rating", {"parent": name, "competence": "KC-2018-LIT"}, "level") == "1"
	assert visitor.faults == []


@pytest.mark.parametrize(
	"code, title, step, direction",
	[("ar", "الطبخ لكثيرين", "خطوة 4", "rtl"), ("ti", "ንብዙሓት ምኽሻን", "ስጉምቲ 4", "ltr")],
)
def test_texts_of_any_script_stand_beside_each_other(
	visit, own, in_arabic, stored, code, title, step, direction
):
	visitor = visit(own[0])
	page = visitor.open(PAGE)
	page.locator(f"[data-framework='{in_arabic}'] select").select_option(code)
	begin(page, in_arabic)
	second = page.locator(".kim-competence .kim-second")
	expect(second).to_have_text(title)
	expect(second).to_have_attribute("lang", code)
	assert second.evaluate("text => getComputedStyle(text).direction") == direction
	# A staircase for each level of the longer scale.
	expect(page.locator(".kim-scale svg.kim-pictogram")).to_have_count(7)
	level(page, step).click()
	saved(page)
	page.locator(".kim-language select").select_option("")
	expect(page.locator(".kim-second")).to_have_count(0)
	expect(level(page, "Step 4").get_by_role("radio")).to_be_checked()
	page.get_by_role("button", name="All answers").click()
	page.get_by_role("button", name="Delete these answers").click()
	page.get_by_role("button", name="Delete", exact=True).click()
	expect(page.locator(".kim-choice").first).to_be_visible()
	assert stored("KIM Self Assessment", {"participant": own[1], "framework": in_arabic}, "name") is None
	assert visitor.faults == []


def test_an_answer_given_without_a_connection_is_sent_when_there_is_one(visit, own, stored):
	visitor = visit(own[0])
	page = visitor.open(PAGE)
	begin(page)
	visitor.context.set_offline(True)
	level(page, "With help").click()
	expect(page.get_by_text("There is no connection")).to_be_visible()
	visitor.context.set_offline(False)
	saved(page)
	name = stored("KIM Self Assessment", {"participant": own[1]}, "name")
	assert stored("KIM Self Rating", {"parent": name, "competence": "KC-2018-LIT"}, "level") == "1"


def test_beside_a_case_worker_it_is_the_same_screen_in_the_desk(visit, staff, own, stored):
	visitor = visit(staff[roles.CASE_WORKER])
	page = visitor.open(f"/app/kim-self-assessment/new?participant={own[1]}")
	expect(field(page, "framework").locator("input")).to_have_value(FRAMEWORK)
	page.get_by_role("button", name="Begin").click()
	expect(page).to_have_url(re.compile(r"KIM-S-\d+"))
	name = page.url.rsplit("/", 1)[-1]
	level(page, "Guides others").click()
	saved(page)
	page.locator(".kim-language select").select_option("it")
	expect(page.locator(".kim-competence")).to_contain_text("alfabetica")
	expect(level(page, "Guides others").get_by_role("radio")).to_be_checked()
	page = visitor.open(f"/app/kim-self-assessment/{name}")
	expect(page.get_by_text("Competence 2 of 8")).to_be_visible()
	page.get_by_role("button", name="All answers").click()
	page.get_by_role("button", name="Finish").click()
	expect(status(page, "Finished")).to_be_visible()
	expect(page.get_by_text("Filled in with a case worker, finished on")).to_be_visible()
	assert stored("KIM Self Assessment", name, ["status", "filled_in", "case_worker"]) == (
		"Finished",
		"With a case worker",
		staff[roles.CASE_WORKER],
	)
	assert visitor.faults == []


def test_wrong_answers_and_changes_of_a_finished_one_are_refused(visit, own, stored):
	visitor = visit(own[0])
	visitor.open(PAGE)
	method = "/api/method/kim_app.self_assessment.api."
	sheet = visitor.call("POST", method + "open_sheet", form={"framework": FRAMEWORK}).json()["message"][
		"name"
	]
	answer = {"sheet": sheet, "competence": "KC-2018-LIT", "level": "2"}
	for wrong in ({"level": "9"}, {"competence": "KC-2018-COOKING"}):
		assert visitor.call("POST", method + "answer", form={**answer, **wrong}).status == 417
	assert visitor.call("POST", method + "answer", form=answer).ok
	assert visitor.call("POST", method + "finish", form={"sheet": sheet}).ok
	path = f"/api/resource/KIM Self Assessment/{sheet}"
	assert visitor.call("POST", method + "answer", form={**answer, "level": "4"}).status == 417
	assert visitor.call("PUT", path, data={"status": "Draft"}).status == 417
	assert visitor.call("DELETE", path).status == 417
	assert stored("KIM Self Rating", {"parent": sheet, "competence": "KC-2018-LIT"}, "level") == "2"
	assert stored("KIM Self Assessment", sheet, "status") == "Finished"


def test_nobody_else_comes_to_it(visit, centre, own):
	expect(visit(None).open(PAGE)).to_have_url(re.compile("/login"))
	visitor = visit(own[0])
	visitor.open(PAGE)
	method = "/api/method/kim_app.self_assessment.api."
	sheet = visitor.call("POST", method + "open_sheet", form={"framework": FRAMEWORK}).json()["message"][
		"name"
	]
	stranger = visit(centre[OTHER_CENTRE][roles.CASE_WORKER])
	answer = {"sheet": sheet, "competence": "KC-2018-LIT", "level": "2"}
	assert stranger.call("GET", method + f"read_sheet?sheet={sheet}").status == 403
	assert stranger.call("POST", method + "answer", form=answer).status == 403
	assert stranger.call("POST", method + "open_sheet", form={"participant": own[1]}).status == 403
	expect(stranger.open(PAGE).get_by_text("No participant is linked to this login")).to_be_visible()
