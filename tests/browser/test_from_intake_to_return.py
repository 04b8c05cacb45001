"""One person's aftercare, whole: intake, invitation, agreed period, review, longer, closed, back with the old plan."""

import re
from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.browser.conftest import LAPTOP, PHONE
from tests.browser.test_appointments import workday
from tests.browser.test_every_page import look

COUNSELLOR = "begeleider@demo.example"
NAME, EMAIL = "Marit van der Zwaan-Oosterhuis", "marit@post.example"
GOAL, STEP = "Weer slapen zonder glas.", "Elke vrijdag de post openmaken"


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def day(ahead: int) -> str:
    return str(timezone.localdate() + timedelta(days=ahead))


def test_from_intake_to_return(visit):
    desk = visit(COUNSELLOR, "/clients/", size=LAPTOP)
    dossier = take_in(desk)
    phone = first_time_in(visit(size=PHONE), desk, dossier)
    agree_on_the_period(phone)
    look_back_and_go_on(desk, phone, dossier)
    plan_and_close(desk, phone, dossier)
    return_and_begin_again(desk, phone, dossier)


def take_in(desk: Page) -> str:
    """From referral to a first plan, in one sitting."""
    desk.get_by_role("link", name="Nieuwe intake").click()
    desk.get_by_label("Naam", exact=True).fill(NAME)
    desk.get_by_label("E-mailadres").fill(EMAIL)
    press(desk, "Registreer en ga verder")
    desk.get_by_label("Opname in een kliniek").check()
    press(desk, "Bewaar en ga verder")
    desk.get_by_label("Bang om weer te gebruiken").check()
    press(desk, "Bewaar en ga verder")
    desk.get_by_role("group", name="Geld").get_by_label(re.compile("Wens")).fill(STEP)
    desk.get_by_role("group", name="Geld").get_by_label("0 tot 10").fill("3")
    press(desk, "Bewaar en ga verder")
    desk.get_by_label(re.compile("^Naam")).first.fill("Jet")
    desk.get_by_label(re.compile("^Hoe het contact is")).first.select_option(label="Geeft steun")
    press(desk, "Bewaar en ga verder")
    press(desk, "Nu overslaan")
    desk.get_by_label(re.compile("^Doel")).fill(GOAL)
    press(desk, "Zet in het plan en rond af")
    expect(desk.get_by_role("heading", name=NAME, level=1)).to_be_visible()
    return desk.url


def first_time_in(phone: Page, desk: Page, dossier: str) -> Page:
    """By the link in the letter of the invitation."""
    desk.goto(dossier)
    desk.get_by_role("link", name="Uitnodigen").click()
    press(desk, "Stuur een uitnodiging")
    phone.goto("/demo/mail/")
    letter = phone.locator("article", has_text=EMAIL)
    letter.get_by_role("link").first.click(timeout=60_000)
    phone.get_by_text("Met een wachtwoord").click()
    phone.get_by_label("Kies een wachtwoord").fill("regen-op-de-kade-om-zeven")
    press(phone, "Maak mijn account")
    return phone


def agree_on_the_period(phone: Page) -> None:
    phone.goto("/me/")
    phone.get_by_text("Als het jou uitkomt").click()
    phone.get_by_role("link", name=re.compile("^Je nazorg loopt van .* Akkoord")).click()
    press(phone, "Akkoord")
    expect(phone.get_by_text("Afgesproken. Dit geldt vanaf nu.")).to_be_visible()
    phone.goto("/me/plan/")
    expect(phone.get_by_text(GOAL).first).to_be_visible()
    expect(phone.get_by_text(STEP).first).to_be_visible()
    expect(phone.get_by_text("Jet")).to_be_visible()


def look_back_and_go_on(desk: Page, phone: Page, dossier: str) -> None:
    """The review is today; the client wants longer, the counsellor agrees."""
    desk.goto(f"{dossier}agreements/review/")
    desk.get_by_label("Volgende evaluatie").fill(day(0))
    press(desk, "Opslaan")
    phone.goto("/me/agreements/propose/")
    phone.get_by_label("Langer doorgaan").check()
    phone.get_by_label(re.compile("^Tot")).fill(day(150))
    press(phone, "Voorstellen")
    desk.goto(f"{dossier}agreements/")
    press(desk, "Akkoord")
    expect(desk.get_by_text("Afgesproken. Dit geldt vanaf nu.")).to_be_visible()


def plan_and_close(desk: Page, phone: Page, dossier: str) -> None:
    """What is planned is called off when both round off."""
    desk.goto(f"{dossier}appointments/new/")
    desk.get_by_label("Dag", exact=True).fill(workday(90).isoformat())
    desk.get_by_label("Tijd", exact=True).fill("06:40")
    press(desk, "Plan")
    desk.goto(f"{dossier}agreements/propose/")
    desk.get_by_label("Afronden").check()
    desk.get_by_label(re.compile("^Tot")).fill(day(0))
    press(desk, "Voorstellen")
    phone.goto("/me/agreements/")
    press(phone, "Akkoord")
    phone.goto("/me/closing/")
    phone.get_by_label(re.compile("^Wat neem je mee")).fill("Ik bel eerder.")
    press(phone, "Opslaan")
    desk.goto(f"{dossier}closing/")
    desk.get_by_label(re.compile("^Hoe het ging")).fill("Marit slaapt weer.")
    press(desk, "Opslaan")
    expect(desk.get_by_text("Er staat nog 1 afspraak gepland.")).to_be_visible()
    assert look(desk, sideways=False) == []
    press(desk, "Sluit nu af")
    phone.goto("/me/appointments/")
    expect(phone.get_by_text("Vervallen").first).to_be_visible()


def return_and_begin_again(desk: Page, phone: Page, dossier: str) -> None:
    phone.goto("/me/")
    assert look(phone, sideways=True) == []
    phone.set_viewport_size(PHONE)
    press(phone, "Ik wil terugkomen")
    desk.goto(dossier)
    desk.get_by_role("link", name="Opnieuw openen").click()
    expect(desk.get_by_text(GOAL)).to_be_visible()
    press(desk, "Opnieuw openen")
    expect(desk.get_by_role("link", name="Volgt op een eerder traject")).to_be_visible()
    expect(desk.get_by_text(STEP).first).to_be_visible()
    phone.goto("/me/plan/")
    expect(phone.get_by_text(STEP).first).to_be_visible()
    phone.goto("/me/")
    phone.get_by_text("Als het jou uitkomt").click()
    expect(phone.get_by_role("link", name=re.compile("^Je nazorg loopt van .* Akkoord"))).to_be_visible()
