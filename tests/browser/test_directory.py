"""Somebody of the design team corrects a service; a counsellor finds it and puts it in a plan."""

from playwright.sync_api import expect

from tests.browser.conftest import LAPTOP

EDITOR, COUNSELLOR = "coordinator@demo.example", "begeleider2@demo.example"
SERVICE, HOURS = "Vrouwenkring Amstelland", "Wo 10:00-12:00"


def test_a_corrected_service_goes_into_a_plan(visit):
    team = visit(EDITOR, "/network/", size=LAPTOP)
    team.get_by_role("link", name=SERVICE).click()
    team.get_by_role("link", name="Verbeteren").click()
    team.get_by_label("Openingstijden").fill(HOURS)
    team.get_by_label("Ik liep alles na, en het klopt").check()
    team.get_by_role("button", name="Opslaan").click()
    expect(team.get_by_text("Beoordeeld vandaag door Ruben Aardema.")).to_be_visible()

    desk = visit(COUNSELLOR, "/network/", size=LAPTOP)
    desk.get_by_role("searchbox", name="Zoek").fill("vrouwenkring")
    desk.get_by_role("button", name="Zoeken", exact=True).click()
    expect(desk.get_by_text("1 dienst gevonden.")).to_be_visible()
    desk.get_by_role("link", name=SERVICE).click()
    expect(desk.get_by_text(HOURS)).to_be_visible()
    desk.get_by_role("link", name="Zet in een plan").click()
    desk.get_by_label("In wiens plan").select_option(index=1)
    desk.get_by_role("button", name="Ga verder").click()
    desk.get_by_label("Stand", exact=True).select_option("active")
    desk.get_by_role("button", name="Opslaan").click()
    expect(desk.get_by_text("Staat in het plan. De cliënt ziet het meteen.")).to_be_visible()
    expect(desk.get_by_role("link", name=SERVICE).or_(desk.get_by_text(SERVICE)).first).to_be_visible()
