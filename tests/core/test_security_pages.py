"""The pages about one's own sign-in: in the person's own shell, and what they change."""

import re

import pytest
from django.test import Client

from tests.personas import PASSWORD

OWN_PAGES = [
    "/accounts/2fa/",
    "/accounts/2fa/totp/activate/",
    "/accounts/2fa/webauthn/",
    "/accounts/2fa/webauthn/add/",
    "/accounts/password/change/",
    "/accounts/email/",
    "/accounts/sessions/",
    "/accounts/logout/",
]


@pytest.fixture(autouse=True)
def quick_passwords(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def heading(response) -> str:
    found = re.findall(r"<h1[^>]*>(.*?)</h1>", response.content.decode())
    assert len(found) == 1
    return found[0]


def with_password(user):
    if not user.has_usable_password():
        user.set_password(PASSWORD)
        user.save()
    return user


def sign_in(user) -> Client:
    browser = Client()
    browser.cookies["django_language"] = "en"
    browser.post("/accounts/login/", {"login": with_password(user).email, "password": PASSWORD})
    browser.post("/accounts/reauthenticate/", {"password": PASSWORD})
    return browser


@pytest.mark.parametrize("address", OWN_PAGES)
def test_a_signed_in_page_stands_in_the_person_s_own_shell(counsellor, address):
    response = sign_in(counsellor).get(address)
    assert response.status_code == 200
    assert heading(response)
    assert 'class="nz-side"' in response.content.decode()


def test_signing_out_is_one_form_away_and_works(counsellor):
    browser = sign_in(counsellor)
    assert browser.post("/accounts/logout/").status_code == 302
    assert browser.get("/accounts/2fa/").status_code == 302


def test_another_device_can_be_signed_out(counsellor):
    here, there = sign_in(counsellor), sign_in(counsellor)
    page = here.get("/accounts/sessions/").content.decode()
    assert page.count("An unknown device") == 2
    here.post("/accounts/sessions/")
    assert there.get("/accounts/2fa/").status_code == 302
    assert here.get("/accounts/2fa/").status_code == 200


def test_recovery_codes_appear_once_a_second_step_is_there(counsellor):
    browser = sign_in(counsellor)
    assert "/2fa/recovery-codes/" not in browser.get("/accounts/2fa/").content.decode()
    secret = browser.get("/accounts/2fa/totp/activate/").context["form"].secret
    browser.post("/accounts/2fa/totp/activate/", {"code": totp(secret)})
    assert "/2fa/recovery-codes/" in browser.get("/accounts/2fa/").content.decode()
    codes = browser.get("/accounts/2fa/recovery-codes/")
    assert codes.content.decode().count("<li><code>") == 10
    assert heading(browser.get("/accounts/2fa/recovery-codes/generate/")) == "New recovery codes"
    assert heading(browser.get("/accounts/2fa/totp/deactivate/")) == "Remove the authenticator app"


def test_the_second_step_is_asked_at_signing_in(counsellor):
    browser = sign_in(counsellor)
    secret = browser.get("/accounts/2fa/totp/activate/").context["form"].secret
    browser.post("/accounts/2fa/totp/activate/", {"code": totp(secret)})
    later = Client()
    later.cookies["django_language"] = "en"
    login = {"login": counsellor.email, "password": PASSWORD}
    assert heading(later.post("/accounts/login/", login, follow=True)) == "One more step"
    assert later.get("/accounts/2fa/").status_code == 302


def totp(secret: str) -> str:
    from allauth.mfa.totp.internal import auth  # apps are loaded by now

    return auth.format_hotp_value(auth.hotp_value(secret, next(iter(auth.yield_hotp_counters_from_time()))))


@pytest.mark.django_db
@pytest.mark.parametrize("address", [page for page in OWN_PAGES if "logout" not in page])
def test_a_visitor_is_asked_to_sign_in_first(address):
    response = Client().get(address)
    assert response.status_code == 302
    assert response.url.startswith("/accounts/login/")
