"""N4: a counsellor proposes, the client says yes on a phone, the partner answers by the link in a mail."""

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import LAPTOP, PHONE
from tests.browser.test_every_page import look

CLIENT, COUNSELLOR = "gracia.pengelia@demo.example", "begeleider@demo.example"
PARTNER = "sjoerd.blom@elders.example"
WHY = "Je wilt je schulden op een rij. Sjoerd helpt daar goed bij."


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def test_a_partner_without_an_account_takes_over_a_part(visit):
    desk = visit(COUNSELLOR, "/clients/?q=pengelia", size=LAPTOP)
    desk.get_by_role("link", name="Gracia Pengelia").click()
    desk.get_by_role("navigation", name="Dit dossier").get_by_role("link", name="Overdrachten").click()
    desk.get_by_role("link", name="Een overdracht voorstellen").click()
    desk.get_by_label("Naam van iemand anders").fill("Sjoerd Blom")
    desk.get_by_label("E-mailadres").fill(PARTNER)
    desk.get_by_label("Waarom").fill(WHY)
    wrong = look(desk, sideways=True)
    press(desk, "Voorstellen")
    expect(desk.get_by_text("Er gaat niets naar de partner voordat de cliënt ja zegt.").first).to_be_visible()
    of_team = desk.url

    phone = visit(CLIENT, "/me/referrals/", size=PHONE)
    phone.get_by_role("link", name="Lezen en antwoorden").click()
    expect(phone.get_by_text(WHY)).to_be_visible()
    phone.get_by_role("checkbox", name="Plan", exact=True).check()
    wrong += look(phone, sideways=True)
    press(phone, "Ja, dit wil ik")
    expect(phone.get_by_text("Sjoerd Blom krijgt een bericht.")).to_be_visible()
    wrong += look(phone, sideways=True)

    link = address_in_the_mail(visit)
    partner = visit(path=link, size=PHONE)
    expect(partner.get_by_role("heading", name="Gracia Pengelia")).to_be_visible()
    expect(partner.get_by_text(WHY)).to_be_visible()
    expect(partner.get_by_role("heading", name="Praktische problemen")).to_have_count(0)
    wrong += look(partner, sideways=True)
    partner.get_by_role("link", name="Ja zeggen").click()
    press(partner, "Ja, ik doe dit")
    expect(partner.get_by_role("link", name="Wanneer was het eerste contact?")).to_be_visible()
    again = visit(path=link, size=PHONE)
    expect(again.get_by_text("Je hebt dit al beantwoord")).to_be_visible()

    desk.goto(of_team)
    expect(desk.get_by_text("Wacht op het eerste contact.")).to_be_visible()
    wrong += look(desk, sideways=True)

    phone.goto("/me/referrals/")
    phone.get_by_role("button", name=re.compile("^Deze overdracht stoppen")).click()
    expect(phone.get_by_text("Gestopt. Sjoerd Blom ziet hiervoor niets meer van je.")).to_be_visible()
    assert partner.reload().status == 410
    expect(partner.get_by_text("Gracia")).to_have_count(0)
    assert wrong == []


def address_in_the_mail(visit) -> str:
    mailbox = visit(path="/demo/mail/", size=LAPTOP)
    mail = mailbox.locator("article", has_text=PARTNER).first
    for _ in range(60):
        if mail.count():
            break
        mailbox.wait_for_timeout(1000)
        mailbox.reload()
    text = mail.inner_text()
    for word in ("Gracia", "schuld", "nazorg"):
        assert word not in text
    return mail.locator("a[href*='/referrals/link/']").first.get_attribute("href")
