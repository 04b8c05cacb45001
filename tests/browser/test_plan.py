"""A client proposes a change on a phone, the counsellor takes it over, the client reads the new version."""

from playwright.sync_api import expect

from tests.browser.conftest import LAPTOP, PHONE

CLIENT = "client@demo.example"
COUNSELLOR = "begeleider@demo.example"
BEFORE, AFTER = "Na het eten een rondje langs het water", "Na het eten een rondje, samen met Lot"


def test_a_proposal_becomes_a_new_version_of_the_plan(visit):
    phone = visit(CLIENT, "/me/plan/", size=PHONE)
    phone.get_by_role("link", name=BEFORE).click()
    phone.get_by_role("link", name="Een verandering voorstellen").click()
    phone.get_by_label("Hoe het heet").fill(AFTER)
    phone.get_by_label("Waarom, in je eigen woorden").fill("Samen ga ik wel, alleen niet.")
    phone.get_by_role("button", name="Mijn voorstel versturen").click()
    expect(phone.get_by_text("Verstuurd. Je begeleider ziet het en antwoordt hier.")).to_be_visible()

    desk = visit(COUNSELLOR, "/caseload/?q=Noor", size=LAPTOP)
    row = desk.locator("li", has_text="Noor").first
    expect(row).to_contain_text("Voorstel van Noor")
    row.get_by_role("link", name="Noor").first.click()
    desk.get_by_role("link", name="voorstellen wachten op antwoord").click()
    desk.get_by_role("link", name=AFTER).click()
    expect(desk.locator("del").first).to_contain_text("langs het water")
    expect(desk.locator("ins").first).to_contain_text("samen met Lot")
    desk.get_by_role("button", name="Overnemen", exact=True).click()
    expect(desk.get_by_text("Het staat nu in het plan. De cliënt leest je antwoord.")).to_be_visible()

    phone.goto("/me/plan/proposals/")
    expect(phone.locator("li", has_text=AFTER)).to_contain_text("In het plan")
    phone.goto("/me/plan/")
    phone.get_by_role("link", name=AFTER).first.click()
    phone.get_by_role("link", name="Eerdere versies").click()
    expect(phone.locator("del").first).to_contain_text("langs het water")
    expect(phone.locator("ins").first).to_contain_text("samen met Lot")
