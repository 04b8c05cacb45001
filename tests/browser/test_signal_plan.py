"""The client sets the colour of today and tells of use; the counsellor sees both on Vandaag."""

from playwright.sync_api import expect

from tests.browser.conftest import LAPTOP

CLIENT = "client@demo.example"
COUNSELLOR = "begeleider@demo.example"


def test_a_colour_and_use_told_on_a_phone_reach_the_counsellor(visit):
    phone = visit(CLIENT, "/me/", has_touch=True)
    phone.get_by_text("Als het jou uitkomt").tap()
    phone.get_by_role("button", name="Oranje").tap()
    expect(phone.get_by_text("Ik bel Hanneke dezelfde dag").first).to_be_visible()

    phone.goto("/me/")
    phone.get_by_role("link", name="Ik heb gebruikt en wil het vertellen").tap()
    phone.get_by_role("button", name="Gisteren").tap()
    expect(phone.get_by_text("Bewaard")).to_be_visible()
    phone.get_by_role("button", name="Eén avond of nacht").tap()
    expect(phone.get_by_role("heading", name="Dank je dat je het vertelt.")).to_be_visible()
    phone.get_by_role("button", name="Bel mij binnen 24 uur").tap()
    expect(phone.get_by_text("Je team belt je vóór")).to_be_visible()

    caseload = visit(COUNSELLOR, "/caseload/", size=LAPTOP)
    row = caseload.locator("li", has_text="Noor").first
    for reason in ("Signaleringsplan oranje", "Gebruik gemeld", "Bellen"):
        expect(row).to_contain_text(reason)
    row.get_by_role("link", name="Noor").first.click()
    timeline = caseload.locator(".nz-timeline")
    expect(timeline).to_contain_text("Signaalplan op oranje gezet")
    expect(timeline).to_contain_text("Gebruikte één avond")
