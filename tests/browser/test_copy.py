"""A copy of what is kept: two taps and a password on a phone; the file then reads by itself, there as well."""

import re
from zipfile import ZipFile

from playwright.sync_api import expect

from tests.browser.conftest import PASSWORD
from tests.browser.test_every_page import AXE, VIOLATIONS

CLIENT = "client@demo.example"


def test_a_copy_is_taken_on_a_phone_and_read_without_the_portal(visit, tmp_path):
    phone = visit(CLIENT, "/me/about/", has_touch=True)
    phone.get_by_role("link", name="Een kopie van mijn gegevens").tap()
    phone.get_by_role("button", name="Maak mijn kopie").tap()
    phone.get_by_label("Wachtwoord", exact=True).fill(PASSWORD)
    phone.keyboard.press("Enter")
    expect(phone.get_by_role("heading", name="Dat was jij")).to_be_visible()
    with phone.expect_download() as saved:
        phone.get_by_role("button", name="Maak mijn kopie").tap()
    assert re.fullmatch(r"mijn-gegevens-[\d-]+\.zip", saved.value.suggested_filename)

    with ZipFile(saved.value.path()) as pack:
        pack.extractall(tmp_path)
    phone.context.set_offline(True)
    phone.goto((tmp_path / "mijn-gegevens.html").as_uri())
    expect(phone.get_by_role("heading", level=1)).to_contain_text("Noor Velthuizen")
    expect(phone.get_by_role("table", name="Check-ins")).to_be_visible()
    assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth")
    phone.evaluate(AXE)
    assert phone.evaluate(VIOLATIONS, {}) == []
