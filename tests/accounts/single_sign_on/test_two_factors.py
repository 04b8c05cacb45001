"""Whether the account of somebody's work counts as two factors is for its provider to say."""

import pytest
from allauth.mfa.totp.internal import auth as totp
from django.urls import reverse

PAGE = reverse("accounts:profile")
PHISHING_RESISTANT = {"acr": "phr"}
BY_TWO = {"amr": ["pwd", "mfa"]}
BY_ONE = [{"amr": ["pwd"]}, {"amr": "mfa"}, {"acr": "1"}, {}]


@pytest.fixture(autouse=True)
def required(settings):
    settings.STAFF_SECOND_FACTOR_REQUIRED = True


@pytest.fixture
def secret(counsellor) -> str:
    """Of Ilse's authenticator app."""
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(counsellor, secret)
    return secret


def who(browser) -> str | None:
    return browser.session.get("_auth_user_id")


@pytest.mark.parametrize("how", [BY_TWO, PHISHING_RESISTANT])
def test_a_provider_that_says_so_is_enough(at_work, browser, sign_in, how):
    at_work.person |= how
    sign_in()
    assert browser.get(PAGE).status_code == 200
    browser.get(reverse("mfa_index"))
    assert browser.get(PAGE).status_code == 200


def test_a_provider_that_always_asks_two_is_enough(at_work, configure, browser, sign_in):
    configure(two_factors=True)
    sign_in()
    assert browser.get(PAGE).status_code == 200


@pytest.mark.parametrize("how", BY_ONE)
def test_otherwise_who_has_no_second_factor_here_sets_one_up_first(at_work, browser, sign_in, how):
    at_work.person |= how
    sign_in()
    assert browser.get(PAGE).url == reverse("mfa_index")


def test_otherwise_the_portal_s_own_second_step_follows(at_work, browser, sign_in, counsellor, secret):
    assert sign_in(next=PAGE).url == reverse("mfa_authenticate")
    assert who(browser) is None
    assert browser.get(PAGE).status_code == 302
    counter = next(iter(totp.yield_hotp_counters_from_time()))
    code = totp.format_hotp_value(totp.hotp_value(secret, counter))
    done = browser.post(reverse("mfa_authenticate"), {"code": code})
    assert done.url == PAGE
    assert who(browser) == str(counsellor.pk)
    assert browser.get(PAGE).status_code == 200


def test_with_two_factors_at_work_the_second_step_is_not_asked(at_work, browser, sign_in, counsellor, secret):
    at_work.person |= BY_TWO
    sign_in()
    assert who(browser) == str(counsellor.pk)


def test_what_one_sign_in_was_worth_does_not_last_into_the_next(at_work, browser, sign_in):
    at_work.person |= BY_TWO
    sign_in()
    browser.post(reverse("account_logout"))
    at_work.person |= {"amr": ["pwd"]}
    sign_in()
    assert browser.get(PAGE).url == reverse("mfa_index")
