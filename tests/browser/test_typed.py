"""A counsellor is signed out while typing, signs in again, and the text arrives."""

import os
import subprocess
import sys

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import LAPTOP, OWN_STACK, PASSWORD, ROOT
from tests.browser.test_every_page import look

COUNSELLOR = "buiten@demo.example"
WORDS = "Bel de huisarts over de nieuwe medicijnen.\nHij wil het voor het weekend weten."


@pytest.fixture
def too_long_quiet(demo, demo_folder):
    """too_long_quiet(page): whoever is signed in there did nothing for forty minutes."""

    def waits(page: Page) -> None:
        (session,) = [cookie["value"] for cookie in page.context.cookies() if cookie["name"] == "session"]
        command = [sys.executable, "-m", "tests.browser.late", str(demo_folder), session]
        env = {name: value for name, value in os.environ.items() if not OWN_STACK.match(name)}
        subprocess.run(command, cwd=ROOT, env=env, check=True, timeout=120)

    return waits


def test_a_text_survives_being_signed_out_while_typing(visit, too_long_quiet):
    desk = visit(COUNSELLOR, "/clients/", size=LAPTOP)
    desk.get_by_role("list", name="Cliënten").locator("a").first.click()
    desk.get_by_role("link", name="Team vragen").click()
    desk.get_by_label("Wat moet er gebeuren?").fill(WORDS)
    too_long_quiet(desk)
    desk.get_by_role("button", name="Vragen", exact=True).click()

    expect(desk.get_by_text("Wat je typte, is bewaard")).to_be_visible()
    desk.get_by_label("E-mailadres").fill(COUNSELLOR)
    desk.get_by_label("Wachtwoord", exact=True).fill(PASSWORD)
    desk.get_by_role("button", name="Inloggen", exact=True).click()
    expect(desk.get_by_role("heading", level=1, name="Wat je aan het typen was")).to_be_visible()
    expect(desk.get_by_text("Bel de huisarts over de nieuwe medicijnen.")).to_be_visible()
    wrong = look(desk, sideways=True)
    desk.get_by_role("button", name="Nu versturen").click()

    expect(desk.get_by_text("Gevraagd. Het staat op Vandaag")).to_be_visible()
    expect(desk.get_by_text("Bel de huisarts over de nieuwe medicijnen.").first).to_be_visible()
    desk.goto("/typed/")
    expect(desk.get_by_text("Hier is niets bewaard")).to_be_visible()
    assert wrong + look(desk, sideways=True) == []
