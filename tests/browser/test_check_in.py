"""A check-in on a phone, signed in: every question accessible, every tap saved."""

from playwright.sync_api import expect

from tests.browser.conftest import PHONE
from tests.browser.test_daily_loop import answer
from tests.browser.test_every_page import look


def test_from_begin_to_end(visit):
    phone = visit("client2@demo.example", "/me/check-in/", size=PHONE)
    begin = phone.get_by_role("button", name="Beginnen")
    wrong = look(phone, sideways=True)
    if begin.count():
        begin.click()
    phone.locator("main input.form-check-input").first.check()
    expect(phone.locator("#saved")).to_contain_text("Bewaard")
    for number in range(1, 8):
        expect(phone.get_by_text(f"Vraag {number} van 7")).to_be_visible()
        wrong += look(phone, sideways=True)
        answer(phone, high=False)
    expect(phone.get_by_role("heading", level=1)).to_contain_text("Dank je")
    wrong += look(phone, sideways=True)
    assert wrong == []


def test_a_link_that_is_not_ours(visit):
    phone = visit(path="/c/nonsense/", size=PHONE)
    assert look(phone, sideways=True) == []
    expect(phone.get_by_role("link", name="Inloggen")).to_be_visible()
