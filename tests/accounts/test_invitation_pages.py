"""The link in the mail: opened by people, scanners, twenty at a time, too late, or by somebody else."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from urllib.parse import quote

import pytest
from django.db import connection
from django.test import Client as Browser
from django.urls import reverse
from django.utils import timezone

from aftercare.accounts import invitations
from aftercare.accounts.models import Invitation, User
from aftercare.core import links
from tests.personas import person

PASSWORD = "stille-haven-aan-zee"
FILLED_IN = {"called": "Wout", "language": "en", "password": PASSWORD}


@pytest.fixture
def newcomer(organisation):
    return person("Wout Brinkman", "wout@test.example", kept_by=organisation)


@pytest.fixture
def invitation(newcomer, organisation, administrator) -> Invitation:
    return invitations.invite(person=newcomer, organisation=organisation, by=administrator)


def path_of(invitation) -> str:
    token = links.sign(purpose="invitation", ids={"invitation": str(invitation.pk)})
    return reverse("accounts:invitation", args=[token])


def test_opening_the_link_shows_what_is_needed_and_uses_nothing_up(browser_of, invitation):
    browser = browser_of(None)
    for method in (browser.get, browser.head, browser.options):
        assert method(path_of(invitation)).status_code in {200, 405}
    page = browser.get(path_of(invitation)).text
    assert "De Kade" in page
    assert "wout@test.example" in page
    assert 'autocomplete="new-password"' in page
    invitation.refresh_from_db()
    assert invitation.accepted_at is None


def test_accepting_signs_in_with_a_new_session_and_the_chosen_language(browser_of, invitation, newcomer):
    browser = browser_of(None)
    browser.get(reverse("account_login"))
    browser.session.save()
    before = browser.session.session_key
    response = browser.post(path_of(invitation), FILLED_IN)
    assert response.url == reverse("accounts:welcome")
    assert browser.session.session_key != before
    assert browser.session["_auth_user_id"] == str(newcomer.pk)
    assert response.cookies["django_language"].value == "en"


def test_setting_up_an_app_right_after_needs_no_second_password(browser_of, invitation):
    browser = browser_of(None)
    browser.post(path_of(invitation), FILLED_IN)
    assert browser.get(reverse("mfa_activate_totp")).status_code == 200


@pytest.mark.parametrize("password", ["kort", "12345678901234", "", "wout@test.example"])
def test_a_weak_password_is_explained_and_the_rest_is_kept(browser_of, invitation, password):
    response = browser_of(None).post(path_of(invitation), FILLED_IN | {"password": password, "called": "Woutje"})
    assert response.status_code == 200
    assert "password" in response.context["form"].errors
    assert 'value="Woutje"' in response.text
    invitation.refresh_from_db()
    assert invitation.accepted_at is None


def test_twenty_people_with_one_link_make_one_account(committed_db, invitation, newcomer):
    path = path_of(invitation)

    def use(number: int) -> int:
        try:
            return Browser().post(path, FILLED_IN | {"password": f"{PASSWORD}-{number}"}).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(20) as pool:
        statuses = sorted(pool.map(use, range(20)))
    assert statuses == [302] + [410] * 19
    assert User.objects.get(pk=newcomer.pk).has_usable_password()


def used(invitation, administrator):
    invitations.accept(invitation_id=invitation.pk, password=PASSWORD)


def withdrawn(invitation, administrator):
    invitations.withdraw(invitation=invitation, by=administrator)


def expired(invitation, administrator):
    Invitation.objects.filter(pk=invitation.pk).update(expires_at=timezone.now() - timedelta(minutes=1))


def closed(invitation, administrator):
    User.objects.filter(pk=invitation.user_id).update(is_active=False)


@pytest.mark.parametrize("happened", [used, withdrawn, expired, closed])
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_link_that_does_not_work_any_more_says_what_to_do(browser_of, invitation, administrator, happened, method):
    happened(invitation, administrator)
    response = getattr(browser_of(None), method)(path_of(invitation), FILLED_IN)
    assert response.status_code == 410
    assert reverse("account_login") in response.text


def for_something_else() -> str:
    return links.sign(purpose="check_in", ids={"invitation": "01890a5d-ac96-774b-bcce-b302099a8057"})


@pytest.mark.parametrize(
    "make", [lambda: "x", lambda: "abc:def:ghi", for_something_else], ids=["short", "odd", "other"]
)
def test_a_broken_link_gets_a_page_that_helps(browser_of, seen_by_system, make):
    response = browser_of(None).get(reverse("accounts:invitation", args=[make()]))
    assert response.status_code == 404
    assert reverse("account_login") in response.text


def test_a_link_without_an_invitation_gets_that_page_too(browser_of, invitation):
    path = path_of(invitation)
    invitation.delete()
    assert browser_of(None).get(path).status_code == 404


def test_whoever_is_signed_in_as_somebody_else_signs_out_first(browser_of, invitation, outsider):
    response = browser_of(outsider).get(path_of(invitation))
    assert "Bram Hollander" in response.text
    assert "Wout" not in response.text
    response = browser_of(outsider).post(path_of(invitation), FILLED_IN)
    assert response.status_code == 200
    invitation.refresh_from_db()
    assert invitation.accepted_at is None


def test_somebody_with_an_account_signs_in_and_says_yes(
    browser_of, invitation, newcomer, other_organisation, outsider, counsellor
):
    invitations.accept(invitation_id=invitation.pk, password=PASSWORD)
    newcomer.refresh_from_db()
    path = path_of(invitations.invite(person=newcomer, organisation=other_organisation, by=outsider))
    visitor = browser_of(None)
    assert f"{reverse('account_login')}?next={quote(path)}" in visitor.get(path).text
    visitor.post(path)
    assert "Ilse Doornbosch" in browser_of(counsellor).get(path).text
    assert Invitation.objects.pending().count() == 1
    browser = browser_of(newcomer)
    assert browser.get(path).status_code == 200
    assert browser.post(path).url == reverse("home")
    assert not Invitation.objects.pending().exists()
    assert browser.get(path).status_code == 410


def test_saying_yes_twice_at_once_is_told_as_used(browser_of, invitation, newcomer, monkeypatch):
    newcomer.set_password(PASSWORD)
    newcomer.save()
    browser = browser_of(newcomer)
    path = path_of(invitation)
    real = invitations.confirm

    def late(**details):
        real(**details)
        return real(**details)

    monkeypatch.setattr(invitations, "confirm", late)
    assert browser.post(path).status_code == 410


def test_welcome_offers_a_passkey_and_an_app(browser_of, administrator):
    page = browser_of(administrator).get(reverse("accounts:welcome")).text
    assert reverse("mfa_add_webauthn") in page
    assert reverse("mfa_activate_totp") in page


def test_welcome_is_skipped_once_a_second_factor_is_there(browser_of, counsellor):
    counsellor.authenticator_set.create(type="totp", data={})
    assert browser_of(counsellor).get(reverse("accounts:welcome")).url == reverse("home")
