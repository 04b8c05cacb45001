"""Help is one tap away from every page, signed in or not."""

import pytest
from playwright.sync_api import expect


@pytest.mark.parametrize("who", [None, "client@demo.example", "naaste@demo.example"])
def test_help_now_is_one_tap_away(visit, who):
    phone = visit(who, "/")
    phone.get_by_role("link", name="Hulp nu").first.click()
    for number in ("113", "112"):
        expect(phone.locator(f"a[href='tel:{number}']")).to_be_in_viewport()
    expect(phone.get_by_text("dag en nacht")).to_be_visible()


def test_the_timer_can_be_paused(visit):
    phone = visit(None, "/help-now/")
    timer = phone.get_by_role("timer")
    phone.get_by_role("button", name="Start").click()
    phone.wait_for_timeout(2200)
    phone.get_by_role("button", name="Pauze").click()
    paused = timer.inner_text()
    assert paused.strip() != "10:00"
    phone.wait_for_timeout(1500)
    assert timer.inner_text() == paused


@pytest.mark.parametrize("who", [None, "client@demo.example"])
def test_113_and_112_stand_on_the_first_screen_of_a_small_phone(visit, who):
    phone = visit(who, "/help-now/", size={"width": 360, "height": 780})
    for number in ("113", "112"):
        expect(phone.locator(f"a[href='tel:{number}']")).to_be_in_viewport(ratio=0.9)


def test_quick_exit_leaves_nothing_on_the_screen_and_no_way_back(visit):
    phone = visit("client@demo.example", "/me/plan/")
    phone.route("https://www.knmi.nl/**", lambda route: route.fulfill(body="<title>Weer</title>Zon", status=200))
    phone.get_by_role("button", name="Snel weg").click()
    phone.wait_for_url("https://www.knmi.nl/**")
    phone.go_back()
    expect(phone.get_by_text("Mijn plan")).to_be_hidden()
    phone.goto("/me/plan/")
    assert "/accounts/login/" in phone.url
