"""What a provider says counts only when it is said by it, to the portal, now, and about this very question."""

import time
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
import pytest
from django.core.cache import cache
from django.urls import reverse

from aftercare.accounts.models import WorkAccount
from tests.accounts.single_sign_on.conftest import KEY
from tests.accounts.single_sign_on.provider import STRANGE_KEY

LOGIN = reverse("account_login")
BEGIN = reverse("accounts:begin_at_work", args=[KEY])
BACK = reverse("accounts:back_from_work", args=[KEY])


@pytest.fixture
def fails(browser):
    """fails(address) is the answer to who comes back with something that does not count."""

    def come_back(address: str) -> None:
        response = browser.get(address)
        assert (response.status_code, response.url) == (302, LOGIN)
        assert "Signing in via De Kade did not work." in browser.get(LOGIN).content.decode()
        assert "_auth_user_id" not in browser.session
        assert not WorkAccount.objects.exists()

    return come_back


@pytest.mark.parametrize(
    "wrong",
    [
        {"nonce": "of-another-question"},
        {"nonce": None},
        {"aud": "another-portal"},
        {"aud": ["portal", "another"], "azp": "another"},
        {"iss": "https://elsewhere.example"},
        {"exp": int(time.time()) - 3600},
        {"exp": None},
        {"iat": int(time.time()) + 3600},
        {"sub": None},
        {"sub": ""},
        {"sub": "x" * 256},
        {"sub": 7},
    ],
)
def test_a_token_that_is_not_the_answer_to_this_question_is_refused(at_work, there, fails, wrong):
    at_work.wrong = wrong
    fails(there())


def test_a_token_for_several_that_names_the_portal_counts(at_work, browser, sign_in):
    at_work.wrong = {"aud": ["portal", "another"], "azp": "portal"}
    sign_in()
    assert "_auth_user_id" in browser.session


@pytest.mark.parametrize(
    "signed",
    [
        {"signs_with": STRANGE_KEY},
        {"kid": "unknown"},
        {"signs_with": "the-public-key-as-a-secret-of-32-bytes", "algorithm": "HS256"},
        {"signs_with": None, "algorithm": "none"},
    ],
)
def test_a_token_that_the_provider_did_not_sign_is_refused(at_work, there, fails, signed):
    for name, value in signed.items():
        setattr(at_work, name, value)
    fails(there())


def test_the_only_key_needs_no_name(at_work, browser, sign_in, monkeypatch):
    monkeypatch.setattr(jwt, "get_unverified_header", lambda _token: {})
    sign_in()
    assert "_auth_user_id" in browser.session


def test_what_came_back_once_does_not_come_back_twice(at_work, browser, there, fails):
    at_work.person["email"], known = "niemand@test.example", at_work.person["email"]
    address = there()
    browser.get(address)
    browser.get(LOGIN)
    at_work.person["email"] = known
    at_work.codes["code-0"] = at_work.asked
    fails(address)


def test_an_answer_to_somebody_else_s_question_is_refused(at_work, browser, there, fails, browser_of):
    address = there()
    browser.cookies.clear()
    browser.cookies["django_language"] = "en"
    fails(address)


def test_a_code_of_another_question_does_not_fit(at_work, browser, there, fails):
    """Two sign-ins of one browser: the code of the one with the state of the other (PKCE)."""
    first, second = (parse_qs(urlsplit(there()).query) for _ in range(2))
    mixed = urlencode({"code": first["code"][0], "state": second["state"][0]})
    fails(f"{BACK}?{mixed}")


def test_who_turns_back_there_is_not_signed_in(at_work, there, fails):
    state = parse_qs(urlsplit(there()).query)["state"][0]
    fails(f"{BACK}?{urlencode({'error': 'access_denied', 'state': state})}")


@pytest.mark.parametrize("query", ["", "?code=code-0", "?state=unknown&code=code-0"])
def test_without_a_question_there_is_no_answer(at_work, fails, query):
    fails(BACK + query)


@pytest.mark.parametrize("answer", [b"no json", b"[]", b'{"access_token": "only"}'])
def test_an_answer_of_another_shape_is_refused(at_work, there, fails, answer):
    at_work.token_answer = answer
    fails(there())


def test_a_wrong_secret_is_refused_and_the_log_tells_it_without_what_was_said(
    at_work, configure, there, fails, caplog, counsellor
):
    configure(secret="another")
    fails(there())
    assert caplog.messages == ["Single sign-on via kade failed: OAuth2Error (no token)"]


def test_the_address_of_somebody_else_is_not_taken_over(at_work, there, fails, counsellor):
    at_work.userinfo = {"sub": "another", "email": counsellor.email, "email_verified": True}
    at_work.person = {"sub": "001"}
    fails(there())


def test_a_provider_that_describes_another_is_not_gone_to(at_work, browser):
    at_work.configured = {"issuer": "https://elsewhere.example"}
    assert browser.post(BEGIN).url == LOGIN


def test_a_provider_that_is_away_is_said_in_words(at_work, configure, browser):
    configure(issuer="http://127.0.0.1:9")
    assert browser.post(BEGIN, {"next": "/profile/"}).url == f"{LOGIN}?next=/profile/"
    assert "Signing in via De Kade did not work." in browser.get(LOGIN).content.decode()


def test_behind_an_https_issuer_nothing_is_asked_in_the_clear(at_work, configure, browser):
    configure(issuer="https://kade.example")
    clear = at_work.configuration() | {"issuer": "https://kade.example"}
    cache.set("single_sign_on:https://kade.example/.well-known/openid-configuration", clear)
    assert browser.post(BEGIN).url == LOGIN


def test_the_secret_goes_in_the_header_where_that_is_asked(at_work, browser, there):
    at_work.configured = {"token_endpoint_auth_methods_supported": ["client_secret_basic"]}
    browser.get(there())
    assert "_auth_user_id" in browser.session
