"""The portal's main job: a check-in falls due, a reminder arrives, the client answers, the counsellor sees why."""

import re

from playwright.sync_api import expect

from tests.browser.conftest import LAPTOP, PHONE

CLIENT = "client@demo.example"
COUNSELLOR = "begeleider@demo.example"


def test_a_due_check_in_reaches_the_counsellor_as_a_reason(visit):
    mailbox = visit(path="/demo/mail/", size=LAPTOP)
    mail = mailbox.locator("article", has_text=CLIENT).first
    for _ in range(100):
        if mail.count():
            break
        mailbox.wait_for_timeout(1000)
        mailbox.reload()
    expect(mail).to_be_visible()
    assert not re.search("craving|trek|verslav|Noor|check-in", mail.inner_text(), re.IGNORECASE)
    link = mail.locator("a[href*='/c/']").first.get_attribute("href")

    phone = visit(path=link, size=PHONE)
    assert "Noor" not in phone.content()
    for number in range(1, 8):
        expect(phone.get_by_text(f"Vraag {number} van 7")).to_be_visible()
        answer(phone, high=True)
    phone.get_by_role("heading", name="Dank").wait_for()
    stale = visit(path=link, size=PHONE)
    expect(stale.locator("h1")).to_be_visible()
    assert "Vraag 1 van 7" not in stale.content()

    caseload = visit(COUNSELLOR, "/caseload/", size=LAPTOP)
    row = caseload.locator("li", has_text="Noor").first
    expect(row).to_contain_text("Trek")
    expect(row).to_contain_text("10")


def answer(phone, *, high: bool) -> None:
    """Give the highest answer that the question offers, and go on."""
    scale = phone.locator(".nz-scale button")
    if scale.count():
        scale.last.click()
        return
    choices = phone.locator("main input.form-check-input")
    (choices.last if high else choices.first).check()
    phone.get_by_role("button", name=re.compile("Volgende|bewaren", re.IGNORECASE)).click()
