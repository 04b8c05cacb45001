"""From referral to a first plan on the dossier, with a stop on the way; and what the client reads of it."""

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import LAPTOP

CLIENT = "client@demo.example"
COUNSELLOR = "begeleider@demo.example"


def onward(page: Page) -> None:
    page.get_by_role("button", name="Bewaar en ga verder").click()


def test_from_referral_to_a_first_plan(visit):
    page = visit(COUNSELLOR, "/clients/", size=LAPTOP)
    page.get_by_role("link", name="Nieuwe intake").click()
    page.get_by_label("Naam", exact=True).fill("Teun Oosterling")
    page.get_by_label(re.compile("Verwezen door")).select_option(label="De kliniek of het behandelteam")
    page.get_by_role("button", name="Registreer en ga verder").click()

    page.get_by_label("Opname in een kliniek").check()
    page.get_by_label("Jaar").first.fill("2019")
    onward(page)
    page.get_by_label("Bang om weer te gebruiken").check()
    onward(page)
    page.get_by_role("group", name="Geld").get_by_label(re.compile("Wens")).fill("Elke vrijdag de post openmaken")
    onward(page)
    page.get_by_role("button", name="Nu overslaan").click()
    page.get_by_label(re.compile("^Probleem")).first.fill("Huur van twee maanden")
    page.get_by_role("link", name="Later afmaken").click()

    page.goto("/clients/")
    page.get_by_role("link", name=re.compile("om af te maken")).click()
    page.locator("li", has_text="Teun Oosterling").get_by_role("link", name="Ga verder").click()
    page.get_by_label(re.compile("^Probleem")).first.fill("Huur van twee maanden")
    onward(page)
    page.get_by_label(re.compile("^Doel")).fill("Weer rust in huis.")
    page.get_by_role("button", name="Zet in het plan en rond af").click()

    expect(page.get_by_role("heading", name="Teun Oosterling", level=1)).to_be_visible()
    plan = page.get_by_role("table").filter(has_text="Huur van twee maanden")
    expect(plan).to_contain_text("Elke vrijdag de post openmaken")
    expect(page.get_by_text("Weer rust in huis.").first).to_be_visible()

    page.goto("/clients/new/")
    page.get_by_label("Naam", exact=True).fill("Teun Oosterling")
    page.get_by_role("button", name="Registreer en ga verder").click()
    expect(page.get_by_role("alert")).to_contain_text("Open dat dossier")


def test_the_client_reads_what_was_told(visit):
    phone = visit(CLIENT, "/me/about/")
    phone.goto("/me/intake/")
    expect(phone.get_by_text("Elke vrijdag de post openmaken")).to_be_visible()
