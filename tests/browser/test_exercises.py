"""An exercise is assigned, done on a phone one step at a time, and read back by the counsellor."""

import re

from playwright.sync_api import expect

from tests.browser.conftest import LAPTOP, PHONE
from tests.browser.test_every_page import look

CLIENT, COUNSELLOR = "client@demo.example", "begeleider@demo.example"
OWN_WORDS = "Bij de brug, met mijn jas nog aan."


def test_an_exercise_goes_from_the_desk_to_the_phone_and_back(visit):
    desk = visit(COUNSELLOR, "/clients/", size=LAPTOP)
    desk.get_by_role("link", name="Noor Velthuizen").first.click()
    desk.wait_for_url(re.compile(r"/clients/[0-9a-f-]{36}/$"))
    desk.get_by_role("link", name="Open de oefeningen").click()
    desk.get_by_role("link", name=re.compile("Klaarzetten ?: Rustig ademen")).click()
    desk.get_by_label("Een woord erbij").fill("Voor het overleg van maandag.")
    desk.get_by_role("button", name="Klaarzetten").click()
    exercises = desk.url

    phone = visit(CLIENT, "/me/plan/", size=PHONE)
    phone.get_by_role("link", name="Rustig ademen").click()
    expect(phone.get_by_text("Stap 1 van 5")).to_be_visible()
    expect(phone.get_by_text("Stap 2 van 5")).to_be_hidden()
    phone.get_by_role("button", name="Volgende").click()
    expect(phone.get_by_text("Stap 2 van 5")).to_be_visible()
    phone.get_by_role("button", name="Start").click()
    expect(phone.get_by_role("timer")).to_have_text(re.compile(r"4:5\d"))
    assert look(phone, sideways=True) == []
    phone.set_viewport_size(PHONE)
    phone.get_by_role("link", name="Ik heb deze oefening gedaan").click()
    phone.get_by_label("Hoe was het?").fill(OWN_WORDS)
    phone.get_by_role("button", name="Opslaan").click()
    expect(phone.get_by_text(OWN_WORDS)).to_be_visible()

    desk.goto(exercises)
    expect(desk.get_by_text(OWN_WORDS)).to_be_visible()
    desk.goto(exercises.removesuffix("exercises/"))
    expect(desk.locator(".nz-timeline")).to_contain_text(OWN_WORDS)


def test_every_step_of_an_exercise_can_be_read_without_javascript(visit):
    page = visit(path="/exercises/sleep/", size=PHONE, java_script_enabled=False)
    for number in range(1, 7):
        expect(page.get_by_text(f"Stap {number} van 6")).to_be_visible()
    expect(page.get_by_role("button", name="Volgende")).to_be_hidden()
