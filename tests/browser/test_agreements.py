"""Proposal, agreement, review, longer, rounded off, back again: one client on a phone, one counsellor at a desk."""

import re
from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.browser.conftest import LAPTOP, PHONE
from tests.browser.test_every_page import look

CLIENT, COUNSELLOR = "dario.coelho@demo.example", "begeleider@demo.example"


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def test_from_a_proposal_to_a_return(visit):
    desk = visit(COUNSELLOR, "/clients/?q=coelho", size=LAPTOP)
    desk.get_by_role("link", name="Dario Coelho").click()
    dossier = desk.url
    phone = visit(CLIENT, "/me/agreements/", size=PHONE)
    look_together(desk, phone, dossier)
    agree_to_round_off(desk, phone, dossier)
    write_and_close(desk, phone, dossier)
    come_back(desk, phone, dossier)


def look_together(desk: Page, phone: Page, dossier: str) -> None:
    """The review is today; the client wants longer, the counsellor agrees."""
    desk.goto(f"{dossier}agreements/review/")
    desk.get_by_label("Volgende evaluatie").fill(str(timezone.localdate()))
    press(desk, "Opslaan")
    phone.goto("/me/")
    phone.get_by_text("Als het jou uitkomt").click()
    phone.get_by_role("link", name="Hoe gaat je nazorg verder?").click()
    phone.get_by_role("link", name="Zeggen wat ik wil").click()
    phone.get_by_label("Langer doorgaan").check()
    phone.get_by_label(re.compile("^Tot")).fill(str(timezone.localdate() + timedelta(days=150)))
    phone.get_by_label(re.compile("^Waarom")).fill("Nog even samen.")
    assert look(phone, sideways=True) == []
    press(phone, "Voorstellen")
    expect(phone.get_by_text("Je zorgteam heeft nog niet geantwoord.")).to_be_visible()

    desk.goto("/caseload/?q=coelho")
    expect(desk.locator(".nz-status", has_text="Voorstel te beantwoorden")).to_be_visible()
    desk.goto(f"{dossier}agreements/")
    press(desk, "Akkoord")
    expect(desk.get_by_text("Afgesproken. Dit geldt vanaf nu.")).to_be_visible()


def agree_to_round_off(desk: Page, phone: Page, dossier: str) -> None:
    desk.goto(f"{dossier}agreements/")
    desk.get_by_role("link", name="Een voorstel doen").click()
    desk.get_by_label("Afronden").check()
    desk.get_by_label(re.compile("^Tot")).fill(str(timezone.localdate()))
    press(desk, "Voorstellen")
    phone.goto("/me/")
    phone.get_by_text("Als het jou uitkomt").click()
    phone.get_by_role("link", name=re.compile("^Je rondt je nazorg af op")).click()
    press(phone, "Akkoord")


def write_and_close(desk: Page, phone: Page, dossier: str) -> None:
    phone.goto("/me/closing/")
    phone.get_by_label(re.compile("^Wat neem je mee")).fill("Ik zeg het nu als het niet gaat.")
    press(phone, "Opslaan")
    desk.goto(f"{dossier}closing/")
    expect(desk.get_by_text("Ik zeg het nu als het niet gaat.")).to_be_visible()
    desk.get_by_label(re.compile("^Hoe het ging")).fill("Dario kent zijn vrijdagen.")
    press(desk, "Opslaan")
    assert look(desk, sideways=False) == []
    press(desk, "Sluit nu af")


def come_back(desk: Page, phone: Page, dossier: str) -> None:
    phone.goto("/me/")
    expect(phone.get_by_text("Dario kent zijn vrijdagen.")).to_be_visible()
    assert look(phone, sideways=True) == []
    phone.get_by_label(re.compile("^Wil je er iets bij zeggen")).fill("Het gaat minder.")
    press(phone, "Ik wil terugkomen")
    expect(phone.get_by_text(re.compile("Je hoort iets voor")).first).to_be_visible()

    desk.goto("/caseload/?q=coelho")
    expect(desk.locator(".nz-status", has_text="Wil terugkomen, voor")).to_be_visible()
    desk.goto(dossier)
    desk.get_by_role("link", name="Opnieuw openen").click()
    expect(desk.get_by_text("Het gaat minder.")).to_be_visible()
    assert look(desk, sideways=False) == []
    press(desk, "Opnieuw openen")
    expect(desk.get_by_role("link", name="Volgt op een eerder traject")).to_be_visible()
    phone.goto("/me/")
    phone.get_by_text("Als het jou uitkomt").click()
    expect(phone.get_by_role("link", name=re.compile("^Je nazorg loopt van .* Akkoord"))).to_be_visible()
