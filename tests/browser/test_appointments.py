"""An appointment from both sides: planned, seen, declined, moved, recorded with the next date."""

import re
from datetime import date, timedelta

import holidays
from playwright.sync_api import Page, expect

from tests.browser.conftest import LAPTOP, PHONE
from tests.browser.test_every_page import look

CLIENT, COUNSELLOR = "client@demo.example", "begeleider@demo.example"


def workday(ahead: int) -> date:
    day = date.today() + timedelta(days=ahead)  # noqa: DTZ011 - the form takes the day of this machine
    while day.weekday() > 4 or day in holidays.country_holidays("NL", years=day.year):
        day += timedelta(days=1)
    return day


def fill_moment(desk: Page, on: date, at: str) -> None:
    desk.get_by_label("Dag", exact=True).fill(on.isoformat())
    desk.get_by_label("Tijd", exact=True).fill(at)


def test_from_planning_to_the_next_date(visit):
    desk = visit(COUNSELLOR, "/clients/?q=Noor", size=LAPTOP)
    desk.get_by_role("link", name="Noor Velthuizen").click()
    expect(desk.get_by_role("heading", level=1, name="Noor Velthuizen")).to_be_visible()
    dossier = desk.url
    desk.get_by_role("link", name="Plan afspraak").first.click()
    fill_moment(desk, workday(60), "06:10")
    desk.get_by_label("Of met beeldbellen").fill("https://video.example/kamer")
    wrong = look(desk, sideways=False)
    desk.get_by_role("button", name="Plan", exact=True).click()

    expect(desk.get_by_text("Gepland.")).to_be_visible()

    phone = visit(CLIENT, "/me/appointments/", size=PHONE)
    wrong += look(phone, sideways=True)
    coming = phone.locator("section", has=phone.get_by_role("heading", name="Komt nog"))
    coming.get_by_role("link", name=re.compile("Gesprek met Ilse")).last.click()
    expect(phone.get_by_text("De link staat hier een half uur voor het begin.")).to_be_visible()
    phone.get_by_text("Ik kan niet komen").click()
    wrong += look(phone, sideways=True)
    phone.get_by_role("button", name="Zeg het mijn team").click()
    expect(phone.get_by_text("Je liet weten dat je niet kunt komen")).to_be_visible()

    desk.goto(f"{dossier}appointments/new/")
    desk.locator("li", has_text="Kan niet komen").get_by_role("link").first.click()
    desk.get_by_role("link", name="Verzet of wijzig").click()
    wrong += look(desk, sideways=False)
    fill_moment(desk, workday(67), "06:10")
    desk.get_by_label("Samen afgesproken, de cliënt weet het").check()
    desk.get_by_role("button", name="Opslaan", exact=True).click()
    expect(desk.get_by_text("De cliënt vroeg erom.")).to_be_visible()

    desk.get_by_text("Gaat niet door").click()
    desk.get_by_label("Vervallen").check()
    desk.get_by_label("Er komt geen volgende").check()
    wrong += look(desk, sideways=False)
    desk.locator("details[open]").get_by_role("button", name="Opslaan").click()
    expect(desk.get_by_text("Zeg in een paar woorden waarom er geen volgende is.").first).to_be_visible()
    desk.get_by_label("Geen volgende, omdat").fill("De donderdag blijft staan.")
    desk.locator("details[open]").get_by_role("button", name="Opslaan").click()
    expect(desk.get_by_text("Bewaard.")).to_be_visible()
    assert wrong == []
