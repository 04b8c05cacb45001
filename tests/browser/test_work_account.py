"""A peer worker signs in with the account of her work, and lands where she was going."""

from playwright.sync_api import expect


def test_there_and_back_without_a_password(visit):
    page = visit(None, "/profile/")
    refused = []
    page.on("console", lambda line: refused.append(line.text) if line.type == "error" else None)
    page.get_by_role("button", name="Inloggen via De Kade").click()
    page.wait_for_url("**/profile/")
    expect(page.get_by_text("Met het account van je werk, sinds vandaag")).to_be_visible()
    assert refused == []
