"""Monday triage: twenty signals by keyboard alone, none of which disappears without an outcome."""

import os
import subprocess
import sys

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import LAPTOP, OWN_STACK, ROOT
from tests.browser.monday import EMAIL, PEOPLE, RULES


@pytest.fixture
def desk(demo, demo_folder, visit) -> Page:
    """Maud's, with five clients and twenty signals."""
    command = [sys.executable, "-m", "tests.browser.monday", str(demo_folder)]
    env = {name: value for name, value in os.environ.items() if not OWN_STACK.match(name)}
    subprocess.run(command, cwd=ROOT, env=env, check=True, timeout=120)
    page = visit(EMAIL, "/caseload/", size=LAPTOP)
    page.mouse.move(0, 0)
    return page


def press_on(page: Page, target: Locator, key: str) -> None:
    """Walk there with Tab, and press."""
    for _ in range(80):
        if target.evaluate("element => element === document.activeElement"):
            page.keyboard.press(key)
            return
        page.keyboard.press("Tab")
    pytest.fail(f"Tab does not reach {target}")


def waiting(page: Page) -> list[str]:
    rows = page.get_by_role("list", name="Cliënten met een reden vandaag")
    return rows.locator(".nz-caserow > div:first-child a").all_inner_texts()


def test_twenty_signals_by_keyboard_alone(desk):
    assert waiting(desk) == PEOPLE
    desk.keyboard.press("?")
    expect(desk.get_by_role("dialog")).to_contain_text("Later vandaag")
    desk.keyboard.press("Escape")
    put_off_and_take_up(desk)
    plan_for_two_and_undo(desk)
    open_a_dossier_and_come_back(desk)
    settle_everything(desk)
    assert waiting(desk) == []
    expect(desk.get_by_text("Niemand vraagt vandaag iets")).to_be_visible()
    desk.goto("/clients/")
    desk.get_by_role("link", name=PEOPLE[0]).click()
    expect(desk.get_by_text("Gebeld, we spreken elkaar morgen.").first).to_be_visible()


def put_off_and_take_up(desk: Page) -> None:
    desk.keyboard.press("j")
    desk.keyboard.press("l")
    later = desk.get_by_role("region", name="Later vandaag")
    expect(later).to_contain_text(PEOPLE[0])
    assert waiting(desk) == PEOPLE[1:]
    press_on(desk, later.get_by_role("button", name="Toch nu"), "Enter")
    expect(later).to_have_count(0)
    assert waiting(desk) == PEOPLE


def plan_for_two_and_undo(desk: Page) -> None:
    for key in "xjx":
        desk.keyboard.press(key)
    desk.keyboard.press("p")
    press_on(desk, desk.get_by_role("button", name="Bekijk wat er gebeurt"), "Enter")
    expect(desk.get_by_role("region", name="Dit gaat er gebeuren")).to_contain_text(PEOPLE[1])
    press_on(desk, desk.get_by_role("button", name="Doe dit voor 2 cliënten"), "Enter")
    expect(desk.get_by_text("Contact gepland met 2 cliënten.")).to_be_visible()
    press_on(desk, desk.get_by_role("button", name="Ongedaan maken"), "Enter")
    expect(desk.get_by_text("Teruggenomen voor 2 cliënten.")).to_be_visible()


def open_a_dossier_and_come_back(desk: Page) -> None:
    for key in "kkk":
        desk.keyboard.press(key)
    desk.keyboard.press("Enter")
    expect(desk.get_by_role("heading", level=1)).to_contain_text(PEOPLE[0])
    desk.go_back()
    expect(desk.get_by_role("heading", level=1)).to_have_text("Vandaag")


def settle_everything(desk: Page) -> None:
    for place, name in enumerate(PEOPLE):
        expect(desk.locator("[data-key-row][aria-current]")).to_contain_text(name)
        desk.keyboard.press("s")
        boxes = desk.get_by_role("checkbox")
        expect(boxes).to_have_count(len(RULES))
        for box in boxes.all():
            press_on(desk, box, "Space")
        press_on(desk, desk.get_by_role("radio").first, "Space")
        settle = desk.get_by_role("button", name="Afhandelen")
        if place == 0:
            press_on(desk, settle, "Enter")
            expect(desk.get_by_role("alert")).to_contain_text("Vul dit nog in.")
        press_on(desk, desk.get_by_role("textbox"), "G")
        desk.keyboard.type("ebeld, we spreken elkaar morgen.")
        press_on(desk, settle, "Enter")
        desk.wait_for_url("**/caseload/")
