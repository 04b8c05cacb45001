"""A client's first minutes: the letter, a passkey, the reminder, the own plan; stopped halfway and gone on with."""

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import LAPTOP, PHONE
from tests.browser.test_every_page import look

COUNSELLOR = "begeleider@demo.example"
EMAIL = "sil@post.example"


def test_from_the_letter_to_the_own_plan_in_four_screens(visit, demo):
    desk = visit(COUNSELLOR, "/clients/new/", size=LAPTOP)
    desk.get_by_label("Naam", exact=True).fill("Sil Hoekwater")
    desk.get_by_label("E-mailadres").fill(EMAIL)
    desk.get_by_role("button", name="Registreer en ga verder").click()
    desk.goto(re.search(r"/clients/[^/]+/", desk.url).group() + "invite/")
    desk.get_by_role("button", name="Stuur een uitnodiging").click()

    phone = visit(size=PHONE, has_touch=True)
    give_a_finger(phone)
    phone.goto("/demo/mail/")
    letter = phone.locator("article", has_text=EMAIL).get_by_role("link").first
    letter.wait_for(timeout=60_000)
    here = demo.replace("127.0.0.1", "localhost")  # a passkey needs a name, and an address in figures is none
    phone.goto(letter.get_attribute("href").replace(demo, here))

    picture = phone.get_by_role("img", name="Plaatje om te scannen")
    phone.set_viewport_size(LAPTOP)
    expect(picture).to_be_visible()
    phone.set_viewport_size(PHONE)
    expect(picture).to_be_hidden()
    assert look(phone, sideways=True) == []
    phone.set_viewport_size(PHONE)
    phone.get_by_role("button", name="Met mijn vinger of gezicht").tap()
    expect(phone.get_by_text("Stap 2 van 4")).to_be_visible()
    expect(phone.locator(".nz-codes li")).to_have_count(10)
    phone.goto(f"{here}/me/")
    phone.get_by_role("link", name=re.compile("Ga verder waar je was")).tap()
    phone.get_by_role("button", name="Ik heb ze bewaard").tap()
    expect(phone.get_by_text("Stap 3 van 4")).to_be_visible()
    expect(phone.get_by_label("Voorbeeld van je vergrendelde scherm")).to_contain_text("Er staat iets voor je klaar")

    phone.goto(f"{here}/me/")
    phone.get_by_role("link", name=re.compile("Ga verder waar je was")).tap()
    phone.get_by_role("button", name="Ja, per e-mail").tap()
    expect(phone.get_by_text("Stap 4 van 4")).to_be_visible()
    phone.get_by_label(re.compile("Wat wil je bereiken")).fill("Weer slapen zonder glas.")
    phone.get_by_role("button", name="Naar mijn plan").tap()
    expect(phone.get_by_role("heading", name="Mijn plan", level=1)).to_be_visible()
    expect(phone.get_by_text("Weer slapen zonder glas.").first).to_be_visible()

    phone.context.clear_cookies()
    phone.goto(f"{here}/accounts/login/")
    phone.get_by_role("button", name="Met vinger of gezicht").tap()
    phone.wait_for_url("**/me/")
    phone.goto(f"{here}/accounts/2fa/recovery-codes/")
    expect(phone.get_by_role("heading", name="Ben jij het echt?")).to_be_visible()
    phone.get_by_role("button", name="Met vinger, gezicht of beveiligingssleutel").tap()
    expect(phone.locator(".nz-codes li")).to_have_count(10)


def give_a_finger(page: Page) -> None:
    """A device that knows its owner's finger."""
    line = page.context.new_cdp_session(page)
    line.send("WebAuthn.enable")
    finger = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    line.send("WebAuthn.addVirtualAuthenticator", {"options": finger})
