"""The portal's main job: a check-in falls due, a reminder arrives, the client answers, the counsellor sees why."""

import re

from playwright.sync_api import expect

from tests.browser.conftest import LAPTOP, PHONE

CLIENT = "client@demo.example"
COUNSELLOR = "begeleider@demo.example"
ASKS = "a[href*='/c/']"
TAKEN, WORDS = 7, 9
"""Which questions are about Noor's medicines and want another answer than the highest."""


def test_a_due_check_in_reaches_the_counsellor_as_a_reason(visit):
    mailbox = visit(path="/demo/mail/", size=LAPTOP)
    mail = mailbox.locator("article", has_text=CLIENT).filter(has=mailbox.locator(ASKS)).first
    for _ in range(100):
        if mail.count():
            break
        mailbox.wait_for_timeout(1000)
        mailbox.reload()
    expect(mail).to_be_visible()
    assert not re.search("craving|trek|verslav|Noor|check-in", mail.inner_text(), re.IGNORECASE)
    link = mail.locator(ASKS).first.get_attribute("href")

    for _scanner in range(2):
        expect(visit(path=link).get_by_text("Vraag 1 van 10")).to_be_visible()
    phone = visit(path=link, size=PHONE)
    for number in range(1, 11):
        expect(phone.get_by_text(f"Vraag {number} van 10")).to_be_visible()
        tells_nobody(phone)
        if number == TAKEN:
            phone.get_by_label("Niet altijd").check()
            expect(phone.locator("#saved")).to_contain_text("Bewaard")
            go_on(phone)
        elif number == WORDS:
            phone.get_by_label("over je medicijnen").fill("In het weekend vergeet ik ze.")
            go_on(phone)
        else:
            answer(phone, high=True)
    phone.get_by_role("heading", name="Dank").wait_for()
    tells_nobody(phone)
    stale = visit(path=link, size=PHONE)
    expect(stale.locator("h1")).to_be_visible()
    tells_nobody(stale)
    assert "Vraag 1 van 10" not in stale.content()

    caseload = visit(COUNSELLOR, "/caseload/", size=LAPTOP)
    row = caseload.locator("li", has_text="Noor").first
    expect(row).to_contain_text("Trek")
    expect(row).to_contain_text("10")
    expect(row).to_contain_text("Medicijnen niet zoals afgesproken")
    row.get_by_role("link", name="Noor").first.click()
    waits = caseload.get_by_role("region", name="Te bespreken over medicijnen")
    expect(waits).to_contain_text("In het weekend vergeet ik ze.")
    waits.get_by_role("textbox").fill("Doosje per dag gekocht.")
    waits.get_by_role("button", name="Besproken").click()
    expect(caseload.get_by_text("Doosje per dag gekocht.")).to_be_visible()
    expect(waits).to_have_count(0)


def tells_nobody(phone) -> None:
    """Whoever finds this phone does not learn whose it is, nor where they get care."""
    assert not re.search("Noor|Velthuizen|Doornbosch|De Kade", phone.content())


def answer(phone, *, high: bool) -> None:
    """Give the highest answer that the question offers, and go on."""
    scale = phone.locator(".nz-scale button")
    if scale.count():
        scale.last.click()
        return
    choices = phone.locator("main input.form-check-input")
    (choices.last if high else choices.first).check()
    go_on(phone)


def go_on(phone) -> None:
    phone.get_by_role("button", name=re.compile("Volgende|bewaren", re.IGNORECASE)).click()
