"""A log taken apart at one's own pace, read and added to by the counsellor; what all logs say, put in the plan."""

import re

from playwright.sync_api import expect

from tests.browser.conftest import LAPTOP

CLIENT, COUNSELLOR = "client@demo.example", "begeleider@demo.example"


def test_a_moment_is_looked_back_on_in_two_sittings_and_together(visit):
    phone = visit(CLIENT, "/me/triggers/", has_touch=True)
    phone.locator("main ul.nz-rows a").last.tap()
    phone.get_by_role("link", name=re.compile("Kijk terug op dit moment")).tap()
    phone.get_by_role("link", name="Beginnen", exact=True).tap()
    phone.get_by_label("Waar was je, en wat speelde er?").fill("Thuis, na het eten.")
    phone.get_by_role("button", name="Bewaren en verder").tap()
    expect(phone.get_by_text("Vraag 2 van 6")).to_be_visible()
    phone.get_by_role("link", name="Sla dit over").tap()
    phone.get_by_role("link", name="Stop hier").tap()

    phone.goto("/me/analyses/")
    phone.get_by_role("link", name=re.compile("Trek")).first.tap()
    expect(phone.get_by_text("Thuis, na het eten.")).to_be_visible()
    expect(phone.get_by_role("link", name="Ga verder", exact=True)).to_be_visible()

    desk = visit(COUNSELLOR, "/clients/?q=Noor", size=LAPTOP)
    desk.get_by_role("link", name=re.compile("^Noor")).first.click()
    desk.get_by_role("link", name="Wat de logs zeggen").click()
    expect(desk.get_by_role("heading", name="Wanneer het komt")).to_be_visible()
    desk.goto(desk.url.replace("patterns", "analyses"))
    desk.get_by_role("link", name=re.compile("Trek")).first.click()
    desk.get_by_role("link", name="Wat ging er door je heen?").click()
    desk.get_by_role("textbox").fill("Nog een hele avond te gaan.")
    desk.get_by_role("button", name="Bewaren en verder").click()
    phone.reload()
    expect(phone.get_by_text("Nog een hele avond te gaan.")).to_be_visible()


def test_what_the_logs_say_becomes_a_step_with_one_tap(visit):
    phone = visit(CLIENT, "/me/patterns/", has_touch=True)
    before = phone.get_by_text("In het plan", exact=True).count()
    phone.get_by_role("button", name=re.compile("^Zet in mijn plan")).first.tap()
    expect(phone.get_by_role("status").first).to_contain_text("Het staat nu in het plan")
    expect(phone.get_by_text("In het plan", exact=True)).to_have_count(before + 1)
