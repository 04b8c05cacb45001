"""Staff sign in with the account of their work; nobody else does."""

from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth import get_user_model
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from aftercare.accounts import actions, invitations
from aftercare.accounts.access import has_account
from aftercare.accounts.models import Invitation, Membership, WorkAccount
from aftercare.accounts.roles import Role
from aftercare.audit.models import AccessEntry, Event, Outcome
from tests.accounts.single_sign_on.conftest import KEY
from tests.personas import person

NOBODY = "There is no account for your work address. Ask your administrator."
LOGIN = reverse("account_login")


def who(browser) -> str | None:
    return browser.session.get("_auth_user_id")


def said(browser) -> str:
    return browser.get(LOGIN).content.decode()


@pytest.fixture
def refused(browser, sign_in):
    """refused() tries, and is told what everybody is told who has no account here."""

    def try_it() -> None:
        people, links = get_user_model().objects.count(), WorkAccount.objects.count()
        response = sign_in()
        assert (response.status_code, response.url) == (302, LOGIN)
        assert NOBODY in said(browser)
        assert browser.get(reverse("accounts:profile")).status_code == 302
        assert (get_user_model().objects.count(), WorkAccount.objects.count()) == (people, links)

    return try_it


def test_it_is_off_until_it_is_configured(browser, counsellor):
    assert "Sign in via" not in said(browser)
    for page in ("begin_at_work", "back_from_work"):
        address = reverse(f"accounts:{page}", args=[KEY])
        assert [browser.get(address).status_code, browser.post(address).status_code] == [404, 404]


def test_the_sign_in_page_offers_it_and_another_key_is_no_page(at_work, browser):
    page = said(browser)
    assert "Sign in via De Kade" in page
    assert f'action="{reverse("accounts:begin_at_work", args=[KEY])}"' in page
    assert browser.post(reverse("accounts:begin_at_work", args=["other"])).status_code == 404
    assert browser.get(reverse("accounts:begin_at_work", args=[KEY])).url == LOGIN
    assert "socialaccount_states" not in browser.session


def test_who_is_known_by_a_verified_address_is_linked_and_signed_in(at_work, browser, sign_in, counsellor):
    response = sign_in(next=reverse("accounts:profile"))
    assert response.url == reverse("accounts:profile")
    assert who(browser) == str(counsellor.pk)
    account = WorkAccount.objects.get()
    assert (account.user, account.provider, account.subject) == (counsellor, KEY, "001")
    assert [letter.to for letter in mail.outbox] == [[counsellor.email]]
    assert at_work.asked["code_challenge_method"] == "S256"
    assert set(at_work.asked["scope"].split()) == {"openid", "email"}


def test_it_is_logged_as_any_sign_in(at_work, sign_in, counsellor, organisation):
    sign_in()
    entry = AccessEntry.objects.get(event=Event.SIGN_IN)
    assert (entry.user, entry.role, entry.organisation_id) == (counsellor, Role.COUNSELLOR, organisation.pk)
    assert (entry.outcome, entry.segment, entry.client) == (Outcome.ALLOWED, "single_sign_on", None)
    assert AccessEntry.objects.get(object_id=WorkAccount.objects.get().pk).event == Event.CHANGE


def test_a_sign_in_with_a_password_is_logged_too(browser, counsellor, client_user):
    for user in (counsellor, client_user):
        user.set_password("stille-haven-aan-zee")
        user.save()
        browser.post(LOGIN, {"login": user.email, "password": "stille-haven-aan-zee"})
        browser.post(reverse("account_logout"))
    entries = AccessEntry.objects.filter(event=Event.SIGN_IN).order_by("at")
    assert [(one.user, one.role, one.segment) for one in entries] == [
        (counsellor, Role.COUNSELLOR, ""),
        (client_user, "", ""),
    ]


def test_once_linked_the_address_does_not_matter(at_work, browser, sign_in, counsellor):
    sign_in()
    browser.post(reverse("account_logout"))
    at_work.person = {"sub": "001", "email": "ilse.jansen@elders.example", "email_verified": False}
    sign_in()
    assert who(browser) == str(counsellor.pk)
    assert WorkAccount.objects.count() == 1
    assert len(mail.outbox) == 1


def test_elsewhere_after_signing_in_is_no_way_back(at_work, sign_in):
    assert sign_in(next="https://evil.example/").url == reverse("home")


def test_who_is_signed_in_already_goes_on(at_work, browser_of, counsellor):
    browser = browser_of(counsellor)
    for page in ("begin_at_work", "back_from_work"):
        assert browser.post(reverse(f"accounts:{page}", args=[KEY])).url == reverse("home")


def test_who_is_refused_can_still_get_where_they_were_going(at_work, sign_in):
    at_work.person["email"] = "niemand@test.example"
    assert sign_in(next="/profile/").url == f"{LOGIN}?next=/profile/"


def test_an_unknown_person_gets_no_account(at_work, refused):
    at_work.person["email"] = "niemand@test.example"
    refused()
    entry = AccessEntry.objects.get(event=Event.SIGN_IN)
    assert (entry.user, entry.outcome) == (None, Outcome.DENIED)


@pytest.mark.parametrize("whose", ["client_user", "relative", "outsider", "partner", "policy_maker"])
def test_others_are_refused_whatever_their_address(at_work, refused, request, whose):
    at_work.person["email"] = request.getfixturevalue(whose).email
    refused()


def test_staff_who_are_clients_too_sign_in_as_everybody(at_work, refused, client_user, organisation):
    Membership.objects.create(user=client_user, role=Role.PEER_WORKER, organisation=organisation)
    at_work.person["email"] = client_user.email
    refused()


def test_an_employer_does_not_answer_for_who_works_elsewhere_as_well(
    at_work, refused, counsellor, other_organisation, region
):
    Membership.objects.create(user=counsellor, role=Role.COUNSELLOR, organisation=other_organisation)
    refused()


def test_a_role_in_the_region_beside_it_changes_nothing(at_work, browser, sign_in, counsellor, region):
    Membership.objects.create(user=counsellor, role=Role.POLICY_MAKER, region=region)
    sign_in()
    assert who(browser) == str(counsellor.pk)


@pytest.mark.parametrize("verified", [False, None, "true", 1])
def test_an_address_that_was_not_verified_is_none(at_work, refused, verified):
    at_work.person["email_verified"] = verified
    refused()


def test_a_provider_whose_addresses_are_trusted_need_not_say_so(at_work, configure, browser, sign_in, counsellor):
    configure(trusted_addresses=True)
    del at_work.person["email_verified"]
    sign_in()
    assert who(browser) == str(counsellor.pk)


@pytest.mark.parametrize("linked_before", [False, True])
def test_after_a_role_has_ended_the_work_account_opens_nothing(
    at_work, browser, sign_in, refused, counsellor, organisation, administrator, linked_before
):
    if linked_before:
        sign_in()
    membership = counsellor.memberships.get()
    actions.end_membership(membership=membership, organisation=organisation, by=administrator)
    assert browser.get(reverse("accounts:profile")).status_code == 302
    refused()


@pytest.mark.parametrize("linked_before", [False, True])
def test_a_closed_account_stays_closed(at_work, browser, sign_in, refused, counsellor, linked_before):
    if linked_before:
        sign_in()
        assert browser.get(reverse("accounts:profile")).status_code == 200
    counsellor.is_active = False
    counsellor.save()
    assert browser.get(reverse("accounts:profile")).status_code == 302
    refused()


def test_an_address_that_went_to_a_new_colleague_does_not_open_the_old_account(at_work, browser, sign_in, refused):
    sign_in()
    browser.post(reverse("account_logout"))
    at_work.person["sub"] = "002"
    refused()


def test_an_address_that_is_told_when_asked_again_counts_as_well(at_work, browser, sign_in, counsellor):
    at_work.userinfo = {"sub": "001", "email": counsellor.email, "email_verified": True}
    at_work.person = {"sub": "001"}
    sign_in()
    assert who(browser) == str(counsellor.pk)


def test_it_answers_the_invitation_that_waits(at_work, browser, sign_in, organisation, administrator):
    newcomer = person("Wout Brinkman", "wout@test.example", kept_by=organisation)
    Membership.objects.create(user=newcomer, role=Role.COUNSELLOR, organisation=organisation)
    invitation = invitations.invite(person=newcomer, organisation=organisation, by=administrator)
    at_work.person["email"] = "Wout@Test.example"
    sign_in()
    newcomer.refresh_from_db()
    invitation.refresh_from_db()
    assert who(browser) == str(newcomer.pk)
    assert invitation.state(timezone.now()) == Invitation.State.ACCEPTED
    assert newcomer.kept_by is None
    assert not has_account(newcomer), "an e-mail alone gives no password to who has none and no other factor"


def test_choosing_anew_how_to_sign_in_takes_the_link_away(at_work, sign_in, counsellor, organisation, administrator):
    sign_in()
    renewal = invitations.invite(person=counsellor, organisation=organisation, by=administrator, renews=True)
    invitations.accept(invitation_id=renewal.pk, password="stille-haven-aan-zee")
    assert not WorkAccount.objects.exists()


def test_the_person_sees_the_link_and_since_when(at_work, configure, browser, sign_in):
    sign_in()
    page = browser.get(reverse("accounts:profile")).content.decode()
    assert "Via De Kade" in page
    assert "With the account of your work, since today" in page
    configure(key="another")
    assert "Via De Kade" not in browser.get(reverse("accounts:profile")).content.decode()


def test_the_session_is_as_any_other_of_staff(at_work, browser, sign_in):
    now = timezone.now()
    with time_machine.travel(now, tick=False) as clock:
        sign_in()
        assert b"nz-glyph" in browser.get(reverse("usersessions_list")).content
        clock.shift(timedelta(minutes=29))
        assert browser.get(reverse("accounts:profile")).status_code == 200
        clock.shift(timedelta(minutes=31))
        assert browser.get(reverse("accounts:profile")).status_code == 302


def test_signing_out_signs_out(at_work, browser, sign_in):
    sign_in()
    browser.post(reverse("account_logout"))
    assert browser.get(reverse("accounts:profile")).status_code == 302


def test_two_organisations_each_have_their_own(at_work, settings, browser, other_organisation, outsider):
    settings.OIDC_PROVIDERS = [
        *settings.OIDC_PROVIDERS,
        settings.OIDC_PROVIDERS[0] | {"key": "veer", "organisation": other_organisation.name},
    ]
    page = said(browser)
    assert "Sign in via De Kade" in page
    assert "Sign in via Het Veer" in page
