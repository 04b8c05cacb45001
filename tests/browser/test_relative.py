"""A relative of somebody whom the portal does not know: invited, own plan, check-in, exercise, a message."""

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import LAPTOP, PHONE
from tests.browser.test_daily_loop import answer
from tests.browser.test_every_page import look
from tests.browser.test_first_run import give_a_finger

COUNSELLOR = "begeleider2@demo.example"
NAME, EMAIL = "Ria Zonderland", "ria@post.example"
GOAL = "Weer rust in mijn hoofd."
WORDS = "Mag ik volgende week bellen over mijn zoon?"


def test_a_relative_without_a_client_has_a_place_of_their_own(visit, demo):
    desk = visit(COUNSELLOR, "/clients/new/", size=LAPTOP)
    desk.get_by_label(re.compile("Een naaste")).check()
    desk.get_by_label("Naam", exact=True).fill(NAME)
    desk.get_by_label("E-mailadres").fill(EMAIL)
    desk.get_by_role("button", name="Registreer en ga verder").click()
    dossier = re.search(r"/clients/[^/]+/", desk.url).group()
    desk.goto(dossier + "invite/")
    desk.get_by_role("button", name="Stuur een uitnodiging").click()
    desk.goto(dossier + "plan/add/lived_through/")
    desk.get_by_label("Waar het over gaat").fill("De zomer van vorig jaar")
    desk.get_by_role("button", name="Opslaan").click()
    desk.goto(dossier + "exercises/")
    desk.get_by_role("link", name=re.compile("Klaarzetten ?: Je eigen grenzen")).click()
    desk.get_by_role("button", name="Klaarzetten").click()

    phone = visit(size=PHONE, has_touch=True)
    give_a_finger(phone)
    phone.goto("/demo/mail/")
    letter = phone.locator("article", has_text=EMAIL).get_by_role("link").first
    letter.wait_for(timeout=60_000)
    here = demo.replace("127.0.0.1", "localhost")
    phone.goto(letter.get_attribute("href").replace(demo, here))
    phone.get_by_role("button", name="Met mijn vinger of gezicht").tap()
    phone.get_by_role("button", name="Ik heb ze bewaard").tap()
    phone.get_by_role("button", name="Ja, per e-mail").tap()
    phone.get_by_label(re.compile("Wat wil je bereiken")).fill(GOAL)
    phone.get_by_role("button", name="Naar mijn plan").tap()
    expect(phone.get_by_text(GOAL).first).to_be_visible()
    expect(phone.get_by_role("region", name="Tussen ons")).to_contain_text("Hier staat nog niets")
    expect(phone.get_by_role("region", name="Wat ik heb meegemaakt")).to_contain_text("De zomer van vorig jaar")
    assert look(phone, sideways=True) == []

    phone.set_viewport_size(PHONE)
    check_in(phone, f"{here}/me/check-in/")

    phone.goto(f"{here}/me/exercises/")
    phone.get_by_role("region", name="Voor je klaargezet").get_by_role(
        "link", name="Je eigen grenzen", exact=True
    ).tap()
    phone.get_by_role("link", name="Ik heb deze oefening gedaan").tap()
    phone.get_by_role("button", name="Opslaan").tap()
    expect(phone.get_by_role("region", name="Wat je deed")).to_contain_text("Je eigen grenzen")

    phone.goto(f"{here}/me/messages/")
    phone.get_by_label("Je bericht").fill(WORDS)
    phone.get_by_role("button", name="Versturen").tap()
    expect(phone.get_by_text(WORDS)).to_be_visible()
    for page in ("/me/", "/me/about/", "/me/concern/", "/shared/"):
        phone.goto(here + page)
        assert look(phone, sideways=True) == []
        phone.set_viewport_size(PHONE)

    desk.goto(dossier + "messages/")
    expect(desk.get_by_text(WORDS)).to_be_visible()
    desk.goto(dossier)
    expect(desk.locator(".nz-timeline")).to_contain_text("Je eigen grenzen")


def check_in(phone: Page, address: str) -> None:
    phone.goto(address)
    phone.get_by_role("button", name="Beginnen").tap()
    for number in range(1, 7):
        expect(phone.get_by_text(f"Vraag {number} van 6")).to_be_visible()
        answer(phone, high=False)
    expect(phone.get_by_role("heading", level=1)).to_contain_text("Dank je")
