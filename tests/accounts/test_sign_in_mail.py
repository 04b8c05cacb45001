"""Mail about signing in is neutral, in the person's language, and tells nobody whether an address is known."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import ScryptPasswordHasher
from django.core import mail
from django.core.cache import cache
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext

from aftercare.accounts import invitations
from tests.personas import person

PASSWORD = "stille-haven-aan-zee"
TELLING = re.compile(r"verslav|zorg|cli[eë]nt|behandel|kade|addict|care|treatment|velthuizen|noor\b", re.IGNORECASE)


@pytest.fixture(autouse=True)
def no_limits_from_other_tests():
    cache.clear()


@pytest.fixture
def noor(client_user):
    client_user.set_password(PASSWORD)
    client_user.save()
    EmailAddress.objects.create(user=client_user, email=client_user.email, verified=True, primary=True)
    return client_user


def ask_for_a_new_password(browser, email: str):
    return browser.post(reverse("account_reset_password"), {"email": email})


def without_address(response) -> tuple:
    return response.status_code, response.headers.get("Location"), len(response.content)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_new_password_by_mail_in_the_person_s_language(browser_of, noor, language):
    noor.language = language
    noor.save()
    ask_for_a_new_password(browser_of(None), noor.email)
    letter = mail.outbox[0]
    with translation.override(language):
        assert letter.subject == gettext("A new password")
    assert letter.to == [noor.email]
    assert not TELLING.search(letter.subject + letter.body)
    path = re.search(r"http://testserver(/\S+)", letter.body).group(1)
    browser = browser_of(None)
    form = browser.get(path, follow=True)
    browser.post(
        form.redirect_chain[-1][0], {"password1": "een-nieuw-geheim-woord", "password2": "een-nieuw-geheim-woord"}
    )
    noor.refresh_from_db()
    assert noor.check_password("een-nieuw-geheim-woord")
    assert not TELLING.search(mail.outbox[1].subject + mail.outbox[1].body)


def test_known_and_unknown_addresses_look_the_same_at_password_reset(browser_of, noor):
    known = ask_for_a_new_password(browser_of(None), noor.email)
    unknown = ask_for_a_new_password(browser_of(None), "niemand@test.example")
    assert without_address(known) == without_address(unknown)
    assert len(mail.outbox) == 2
    assert mail.outbox[0].subject == mail.outbox[1].subject
    assert "testserver" not in mail.outbox[1].body


def test_known_and_unknown_addresses_look_the_same_at_sign_in(browser_of, noor):
    tries = {"password": "niet-het-wachtwoord"}
    pages = [
        browser_of(None).post(reverse("account_login"), tries | {"login": email})
        for email in (noor.email, "nooo@test.example")
    ]
    errors = [page.context["form"].errors for page in pages]
    assert errors[0] == errors[1]
    assert [page.status_code for page in pages] == [200, 200]


@pytest.mark.parametrize("email", ["noor@test.example", "wout@test.example", "niemand@test.example"])
def test_each_guess_costs_one_hash_whether_the_address_is_known_or_not(browser_of, noor, monkeypatch, email):
    person("Wout Brinkman", "wout@test.example")
    hashed = []
    encode = ScryptPasswordHasher.encode
    monkeypatch.setattr(
        ScryptPasswordHasher, "encode", lambda *args, **kwargs: hashed.append(1) or encode(*args, **kwargs)
    )
    browser_of(None).post(reverse("account_login"), {"login": email, "password": "niet-het-wachtwoord"})
    assert len(hashed) == 1


def test_whoever_never_accepted_the_invitation_cannot_reset_a_password(browser_of, organisation, administrator):
    newcomer = person("Wout Brinkman", "wout@test.example")
    invitations.invite(person=newcomer, organisation=organisation, by=administrator)
    ask_for_a_new_password(browser_of(None), newcomer.email)
    assert [letter.to for letter in mail.outbox] == [[newcomer.email]]
    assert "testserver" not in mail.outbox[0].body


def test_guessing_stops_after_five_times_from_any_address(browser_of, noor):
    for number in range(6):
        response = browser_of(None).post(
            reverse("account_login"), {"login": noor.email, "password": f"gok-{number}"}, REMOTE_ADDR=f"10.0.0.{number}"
        )
    refused = browser_of(None).post(
        reverse("account_login"), {"login": noor.email, "password": PASSWORD}, REMOTE_ADDR="10.0.1.1"
    )
    assert refused.context["form"].errors == response.context["form"].errors
    assert "_auth_user_id" not in refused.client.session


def test_the_owner_gets_in_by_a_new_password_while_somebody_guesses(browser_of, noor):
    for number in range(6):
        browser_of(None).post(reverse("account_login"), {"login": noor.email, "password": f"gok-{number}"})
    ask_for_a_new_password(browser_of(None), noor.email)
    path = re.search(r"http://testserver(/\S+)", mail.outbox[0].body).group(1)
    browser = browser_of(None)
    form = browser.get(path, follow=True)
    browser.post(
        form.redirect_chain[-1][0], {"password1": "een-nieuw-geheim-woord", "password2": "een-nieuw-geheim-woord"}
    )
    signed_in = browser_of(None)
    signed_in.post(reverse("account_login"), {"login": noor.email, "password": "een-nieuw-geheim-woord"})
    assert signed_in.session["_auth_user_id"] == str(noor.pk)


def test_nobody_signs_up_without_an_invitation(browser_of, seen_by_system):
    sent = {"email": "wout@test.example", "password1": PASSWORD}
    assert browser_of(None).post(reverse("account_signup"), sent).status_code == 200
    assert not EmailAddress.objects.exists()


@pytest.fixture
def changing(browser_of, noor):
    """Noor, who entered her password just now."""
    browser = browser_of(noor)
    browser.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    return browser


def confirm_address(browser) -> None:
    path = re.search(r"http://testserver(/\S+)", mail.outbox[0].body).group(1)
    browser.post(path)


def test_another_address_counts_once_it_is_confirmed(changing, noor):
    changing.post(reverse("account_email"), {"action_add": "", "email": "Noor.V@test.example"})
    noor.refresh_from_db()
    assert noor.email == "noor@test.example"
    assert mail.outbox[0].to == ["noor.v@test.example"]
    assert not TELLING.search(mail.outbox[0].subject + re.sub(r"http\S+", "", mail.outbox[0].body))
    confirm_address(changing)
    noor.refresh_from_db()
    assert noor.email == "noor.v@test.example"
    assert mail.outbox[1].to == ["noor@test.example"]


def test_an_address_of_somebody_else_stays_theirs(changing, noor):
    wout = person("Wout Brinkman", "wout@test.example")
    changing.post(reverse("account_email"), {"action_add": "", "email": wout.email})
    confirm_address(changing)
    noor.refresh_from_db()
    assert noor.email == "noor@test.example"


def test_changing_the_address_asks_for_the_password_first(browser_of, noor):
    response = browser_of(noor).post(reverse("account_email"), {"action_add": "", "email": "noor.v@test.example"})
    assert response.url.startswith(reverse("account_reauthenticate"))
    assert mail.outbox == []
