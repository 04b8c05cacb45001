"""Clients from a file: what would happen first, then everybody at once; with one wrong row, nobody."""

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import LAPTOP
from tests.browser.test_every_page import look

ADMINISTRATOR = "beheer@demo.example"
ILSE = "begeleider@demo.example"
HEADINGS = "Naam;Geboortedatum;Telefoon;Begeleider"


def upload(page: Page, *rows: str) -> None:
    page.goto("/people/import/")
    content = "\r\n".join([HEADINGS, *rows]).encode()
    file = {"name": "nieuw.csv", "mimeType": "text/csv", "buffer": content}
    page.get_by_label("Bestand", exact=True).set_input_files(file)
    page.get_by_role("button", name="Upload en bekijk").click()


def check(page: Page) -> None:
    page.get_by_role("button", name="Controleer elke rij").click()


def test_one_wrong_row_and_nobody_then_corrected_and_everybody(visit):
    page = visit(ADMINISTRATOR, "/people/", size=LAPTOP)
    expect(page.get_by_role("link", name="Cliënten uit een bestand")).to_be_visible()
    wout, zoe = ("Wout Brinkman;13-04-1988;612345678;", "Zoë Meer;28-02-1990;;")
    upload(page, f"{wout}{ILSE}", f"Zoë Meer;31-02-1990;;{ILSE}")
    check(page)
    expect(page.get_by_role("row", name=re.compile("Zoë Meer"))).to_contain_text("31-02-1990")
    expect(page.get_by_role("button", name=re.compile("^Meld"))).to_have_count(0)

    upload(page, f"{wout}{ILSE}", f"{zoe}{ILSE}")
    check(page)
    expect(page.get_by_role("row", name=re.compile("Wout Brinkman"))).to_contain_text("0612345678")
    page.get_by_role("button", name="Meld 2 mensen aan").click()
    expect(page.get_by_text("2 mensen zijn aangemeld").first).to_be_visible()

    upload(page, f"{wout}{ILSE}", f"{zoe}{ILSE}")
    expect(page.get_by_role("alert").first).to_contain_text("geen tweede keer")


def test_each_step_is_accessible_and_fits_a_phone(visit):
    page = visit(ADMINISTRATOR, "/people/", size=LAPTOP)
    upload(page, f"Aad Kramer;01-02-1970;;{ILSE}", f"Aad Kramer;;;{ILSE}", f"Bea;ooit;;{ILSE}")
    wrong = look(page, sideways=True)
    page.get_by_label("eerst de dag").check()
    check(page)
    expect(page.get_by_role("heading", name="Wat er zou gebeuren")).to_be_visible()
    assert wrong + look(page, sideways=True) == []
