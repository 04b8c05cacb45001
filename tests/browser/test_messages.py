"""A client writes with a file, the counsellor reads and answers, each sees what the other read; being away."""

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import LAPTOP
from tests.browser.test_every_page import look

CLIENT = "client@demo.example"
COUNSELLOR = "begeleider@demo.example"
RELATIVE = "naaste@demo.example"
THEIR_COUNSELLOR = "begeleider2@demo.example"
MINE = "/me/messages/"
LETTER = {"name": "brief.txt", "mimeType": "text/plain", "buffer": b"Beste mevrouw, uw afspraak is verzet."}


def send(page: Page, text: str) -> None:
    page.get_by_label("Je bericht").fill(text)
    page.get_by_role("button", name="Versturen").click()


def bubble(page: Page, text: str):
    return page.get_by_role("listitem").filter(has_text=text).last


def test_a_question_with_a_file_is_read_and_answered(visit):
    phone = visit(CLIENT, MINE)
    written = phone.get_by_role("region", name="Een bericht schrijven")
    expect(written).to_contain_text("geen noodlijn")
    expect(written.get_by_role("link", name=re.compile("Hulp nu"))).to_be_visible()
    phone.get_by_label("Bestanden erbij").set_input_files(LETTER)
    send(phone, "Deze brief kwam vandaag. Wat moet ik doen?")
    expect(bubble(phone, "Deze brief kwam vandaag")).to_contain_text("Nog niet gelezen")

    desk = visit(COUNSELLOR, "/caseload/?reason=message-unread", size=LAPTOP)
    expect(desk.get_by_role("listitem").filter(has_text="Noor Velthuizen")).to_contain_text("Nieuw bericht")
    desk.goto("/messages/")
    desk.get_by_role("link", name="Noor Velthuizen").click()
    with desk.expect_download() as letter:
        bubble(desk, "Deze brief kwam vandaag").get_by_role("link", name=re.compile("brief.txt")).click()
    assert letter.value.path().read_bytes() == LETTER["buffer"]
    send(desk, "Ik bel ze morgen met je.")
    expect(bubble(desk, "Ik bel ze morgen")).to_contain_text("Nog niet gelezen")

    phone.goto(MINE)
    expect(bubble(phone, "Deze brief kwam vandaag")).to_contain_text("Gelezen door Ilse")
    expect(bubble(phone, "Ik bel ze morgen")).to_contain_text("Nieuw")
    assert look(phone, sideways=True) == []
    desk.reload()
    expect(bubble(desk, "Ik bel ze morgen")).to_contain_text("Gelezen door Noor")


def test_a_relative_reads_who_is_away_and_who_reads_along(visit):
    desk = visit(THEIR_COUNSELLOR, "/absence/", size=LAPTOP)
    desk.get_by_label(re.compile("Wie neemt waar")).select_option(label="Ilse Doornbosch")
    desk.get_by_role("button", name="Opslaan").click()
    phone = visit(RELATIVE, MINE)
    expect(phone.get_by_text("Farah is er weer op")).to_contain_text("Ilse leest mee.")
    stand_in = visit(COUNSELLOR, "/caseload/?whose=stand_in", size=LAPTOP)
    expect(stand_in.get_by_text("Waarneming voor Farah Noordhoek").first).to_be_visible()

    desk.get_by_role("button", name="Ik ben er weer").click()
    phone.reload()
    expect(phone.get_by_text("Farah is er weer op")).to_have_count(0)
