"""What a visitor meets: signing in, a new password, no way in without an invitation."""

import re

import pytest
from django.core import mail
from django.test import Client

from tests.personas import PASSWORD

VISITOR_PAGES = [
    "/accounts/login/",
    "/accounts/signup/",
    "/accounts/inactive/",
    "/accounts/confirm-email/",
    "/accounts/confirm-email/no-such-key/",
    "/accounts/password/reset/",
    "/accounts/password/reset/done/",
    "/accounts/password/reset/key/x-y/",
    "/accounts/password/reset/key/done/",
]


@pytest.fixture(autouse=True)
def quick_passwords(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def heading(response) -> str:
    found = re.findall(r"<h1[^>]*>(.*?)</h1>", response.content.decode())
    assert len(found) == 1
    return found[0]


@pytest.mark.django_db
@pytest.mark.parametrize("address", VISITOR_PAGES)
def test_a_visitor_s_page_has_one_heading_and_help(address):
    response = Client().get(address, follow=True)
    assert response.status_code == 200
    assert heading(response)
    assert 'class="btn nz-help" href="/help-now/"' in response.content.decode()


def test_signing_up_needs_an_invitation(db):
    response = Client(headers={"Accept-Language": "en"}).get("/accounts/signup/")
    assert heading(response) == "You need an invitation"
    assert "<form" not in response.content.decode().split("<main")[1].split("</main>")[0]


def test_a_wrong_password_keeps_the_address_and_says_what_to_do(client_user):
    client_user.set_password(PASSWORD)
    client_user.save()
    response = Client(headers={"Accept-Language": "en"}).post(
        "/accounts/login/", {"login": client_user.email, "password": "wrong"}
    )
    page = response.content.decode()
    assert f'value="{client_user.email}"' in page
    assert 'class="nz-errors"' in page
    assert "wrong" not in page


def test_an_empty_form_marks_both_fields(db):
    page = Client().post("/accounts/login/", {}).content.decode()
    assert 'id="id_login_error"' in page
    assert 'id="id_password_error"' in page


def test_the_address_asked_for_is_remembered_through_signing_in(client_user):
    page = Client().get("/accounts/login/?next=/accounts/sessions/").content.decode()
    assert '<input type="hidden" name="next" value="/accounts/sessions/"' in page


def test_a_new_password_by_mail(client_user):
    client_user.set_password(PASSWORD)
    client_user.save()
    browser = Client(headers={"Accept-Language": "en"})
    browser.post("/accounts/password/reset/", {"email": client_user.email})
    message = mail.outbox[0]
    assert message.subject == "Een nieuw wachtwoord", "a mail is in the person's language, not the browser's"
    link = re.search(r"http://testserver(\S+)", message.body).group(1)
    chosen = browser.get(link, follow=True)
    assert heading(chosen) == "Choose a new password"
    new = {"password1": "een lange korte zin", "password2": "een lange korte zin"}
    done = browser.post(chosen.request["PATH_INFO"], new, follow=True)
    assert heading(done) == "Your new password works"
    assert heading(Client(headers={"Accept-Language": "en"}).get(link, follow=True)) == "This link no longer works"


@pytest.mark.django_db
def test_mail_about_a_password_tells_nothing_of_care(settings):
    Client(headers={"Accept-Language": "en"}).post("/accounts/password/reset/", {"email": "nobody@test.example"})
    message = mail.outbox[0]
    assert message.subject == "A new password"
    assert "signup" not in message.body
    assert message.body.rstrip().endswith(settings.PRODUCT_NAME)


@pytest.mark.django_db
def test_the_demo_shows_its_people_on_the_sign_in_page_and_nothing_else_does(settings):
    assert "@demo.example" not in Client().get("/accounts/login/").content.decode()
    settings.DEMO = True
    page = Client().get("/accounts/login/").content.decode()
    assert '<button class="nz-action" name="login" value="client@demo.example">' in page
    assert f'<input type="hidden" name="password" value="{PASSWORD}">' in page
