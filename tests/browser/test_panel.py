"""A relative says yes to the panel and answers its poll on a phone; a manager sees that one is open."""

from playwright.sync_api import expect


def test_a_relative_joins_and_answers_a_poll_in_a_minute(visit):
    page = visit("naaste@demo.example", "/me/panel/")
    page.get_by_role("button", name="Ja, ik doe mee").click()
    page.get_by_role("link", name="Hoe we je bereiken").click()
    page.get_by_text("Een sms").click()
    page.get_by_text("5, altijd").click()
    page.get_by_role("button", name="Geef mijn antwoorden").click()
    expect(page.get_by_text("Niemand kan zien welke antwoorden van jou zijn.")).to_be_visible()
    expect(page.get_by_role("link", name="Hoe we je bereiken")).to_have_count(0)
    page.get_by_role("link", name="De groepen in de avond").click()
    expect(page.get_by_role("heading", name="Wat we ermee deden")).to_be_visible()

    desk = visit("manager@demo.example", "/panel/")
    desk.get_by_role("link", name="Hoe we je bereiken").click()
    expect(desk.get_by_role("button", name="Stop nu en tel")).to_be_visible()
