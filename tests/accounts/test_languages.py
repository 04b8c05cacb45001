"""Chosen by hand, else the person's own, else the browser's, else Dutch."""

import pytest
from django.urls import reverse

DUTCH, ENGLISH = "nl", "en"


def language_of(browser, accept: str = "") -> str:
    return browser.get(reverse("account_set_password"), headers={"accept-language": accept}).headers["Content-Language"]


@pytest.mark.parametrize(
    ("accept", "expected"),
    [("", DUTCH), ("en-GB,en;q=0.9", ENGLISH), ("fr, en;q=0.5", ENGLISH), ("fr", DUTCH), ("x;;", DUTCH)],
)
def test_visitors_get_what_their_browser_asks_for(browser_of, accept, expected):
    assert language_of(browser_of(None), accept) == expected


def test_a_person_s_own_language_goes_before_the_browser_s(browser_of, administrator):
    assert language_of(browser_of(administrator), "en") == DUTCH


def test_switching_is_remembered_for_the_person_and_on_the_device(browser_of, administrator):
    browser = browser_of(administrator)
    response = browser.post(reverse("set_language"), {"language": ENGLISH, "next": "/people/"})
    assert response.url == "/people/"
    administrator.refresh_from_db()
    assert administrator.language == ENGLISH
    assert language_of(browser) == ENGLISH
    assert language_of(browser_of(administrator)) == ENGLISH


def test_a_visitor_s_choice_stays_on_the_device(browser_of):
    browser = browser_of(None)
    browser.post(reverse("set_language"), {"language": ENGLISH})
    assert language_of(browser) == ENGLISH


@pytest.mark.parametrize("language", ["tlh", "", "<script>"])
def test_a_language_that_is_not_offered_changes_nothing(browser_of, administrator, language):
    browser = browser_of(administrator)
    browser.post(reverse("set_language"), {"language": language})
    administrator.refresh_from_db()
    assert administrator.language == DUTCH


def test_looking_changes_no_language(browser_of, administrator):
    assert browser_of(administrator).get(reverse("set_language")).status_code == 405
