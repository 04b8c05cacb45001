"""Administrators keep the people of their own organisations, and see no dossier."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from aftercare.accounts import actions, invitations
from aftercare.accounts.models import Invitation, Membership, Organisation
from aftercare.accounts.roles import Role
from tests.personas import member

NEWCOMER = {"name": "Wout Brinkman", "email": "wout@test.example", "language": "nl", "role": "counsellor"}


@pytest.fixture
def browser(browser_of, administrator):
    administrator.language = "en"
    administrator.save()
    return browser_of(administrator)


@pytest.fixture
def invited(organisation, administrator) -> Membership:
    return actions.invite_staff(
        name="Wout Brinkman",
        email="wout@test.example",
        role=Role.COUNSELLOR,
        organisation=organisation,
        by=administrator,
    )


def page_of(membership, name="person") -> str:
    return reverse(f"accounts:{name}", args=[membership.pk])


@pytest.mark.parametrize(
    "persona",
    [
        "counsellor",
        "coordinator",
        "peer_worker",
        "manager",
        "policy_maker",
        "partner",
        "client_user",
        "relative",
        "outsider",
    ],
)
@pytest.mark.parametrize("page", ["people", "invite"])
def test_only_administrators_see_the_people(request, browser_of, persona, page):
    assert browser_of(request.getfixturevalue(persona)).get(reverse(f"accounts:{page}")).status_code == 403


def test_visitors_sign_in_first(browser_of, seen_by_system):
    assert reverse("account_login") in browser_of(None).get(reverse("accounts:people")).url


def test_the_list_tells_role_and_signing_in_of_the_own_organisation(
    browser, invited, counsellor, outsider, policy_maker, client_user
):
    counsellor.set_password("x")
    counsellor.save()
    counsellor.authenticator_set.create(type="totp", data={})
    page = browser.get(reverse("accounts:people")).text
    assert counsellor.name in page
    assert policy_maker.name in page
    assert "Invited" in page
    assert outsider.name not in page
    assert client_user.name not in page


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_the_same_number_of_questions_at_any_length(browser, organisation, administrator, count):
    for number in range(count):
        member(f"Collega{number} Vinkenoog", Role.COUNSELLOR, organisation)
    browser.get(reverse("accounts:people"))
    with CaptureQueriesContext(connection) as queries:
        browser.get(reverse("accounts:people"))
    assert len([query for query in queries if "SAVEPOINT" not in query["sql"]]) == 9


def test_a_long_list_has_pages(browser, organisation, monkeypatch):
    monkeypatch.setattr("aftercare.accounts.views_people.PER_PAGE", 2)
    for number in range(4):
        member(f"Collega{number} Vinkenoog", Role.COUNSELLOR, organisation)
    first = browser.get(reverse("accounts:people")).text
    assert "page=2" in first
    assert "page=1" in browser.get(reverse("accounts:people") + "?page=2").text


def test_inviting_somebody(browser, organisation):
    response = browser.post(reverse("accounts:invite"), NEWCOMER | {"organisation": organisation.pk}, follow=True)
    assert "Wout Brinkman" in response.text
    membership = Membership.objects.get(user__email="wout@test.example")
    assert (membership.role, membership.organisation) == (Role.COUNSELLOR, organisation)


def test_a_refused_invitation_keeps_what_was_typed(browser, organisation, counsellor):
    sent = NEWCOMER | {"organisation": organisation.pk, "email": counsellor.email}
    response = browser.post(reverse("accounts:invite"), sent)
    assert response.status_code == 200
    assert 'value="Wout Brinkman"' in response.text
    assert response.context["form"].non_field_errors()
    assert counsellor.name not in response.text


@pytest.mark.parametrize("change", [{"email": "geen-adres"}, {"role": "partner"}, {"role": "client"}, {"name": ""}])
def test_what_cannot_be_is_said_at_the_field(browser, organisation, change):
    response = browser.post(reverse("accounts:invite"), NEWCOMER | {"organisation": organisation.pk} | change)
    assert list(response.context["form"].errors) == list(change)


def test_nobody_is_invited_into_another_organisation(browser, other_organisation):
    response = browser.post(reverse("accounts:invite"), NEWCOMER | {"organisation": other_organisation.pk})
    assert "organisation" in response.context["form"].errors
    assert not Membership.objects.filter(organisation=other_organisation).exists()


def test_an_administrator_of_two_places_chooses_one(browser, administrator, region):
    team = Organisation.objects.create(name="Wijkteam Oever", region=region, kind=Organisation.Kind.PARTNER)
    Membership.objects.create(user=administrator, role=Role.ADMINISTRATOR, organisation=team)
    assert "Wijkteam Oever" in browser.get(reverse("accounts:invite")).text
    browser.post(reverse("accounts:invite"), NEWCOMER | {"organisation": team.pk, "role": "partner"})
    assert Membership.objects.filter(user__email="wout@test.example", organisation=team).exists()


def test_resending_replaces_the_link_and_withdrawing_stops_it(browser, invited):
    first = Invitation.objects.get()
    browser.post(page_of(invited, "resend"))
    first.refresh_from_db()
    assert first.withdrawn_at
    assert Invitation.objects.pending().count() == 1
    browser.post(page_of(invited, "withdraw"))
    assert not Invitation.objects.pending().exists()


def test_a_person_s_page_follows_the_invitation(browser, invited):
    assert page_of(invited, "withdraw") in browser.get(page_of(invited)).text
    browser.post(page_of(invited, "withdraw"))
    assert page_of(invited, "withdraw") not in browser.get(page_of(invited)).text
    invited.user.set_password("x")
    invited.user.save()
    page = browser.get(page_of(invited)).text
    assert "Send an invitation" not in page
    assert "cannot get in any more" in page


def test_a_refused_step_is_told_on_the_person_s_page(browser, administrator):
    own = administrator.memberships.get()
    response = browser.post(page_of(own, "end"), follow=True)
    assert response.redirect_chain == [(page_of(own), 302)]
    assert administrator.memberships.active().exists()


def test_ending_a_role(browser, counsellor):
    membership = counsellor.memberships.get()
    assert browser.post(page_of(membership, "end")).url == reverse("accounts:people")
    assert not counsellor.memberships.active().exists()
    assert browser.get(page_of(membership)).status_code == 404


def test_changing_a_role(browser, counsellor):
    browser.post(page_of(counsellor.memberships.get()), {"role": "manager"})
    assert counsellor.memberships.active().get().role == Role.MANAGER


def test_a_role_that_is_there_already_is_refused_in_words(browser, counsellor, organisation):
    Membership.objects.create(user=counsellor, role=Role.MANAGER, organisation=organisation)
    membership = counsellor.memberships.get(role=Role.COUNSELLOR)
    response = browser.post(page_of(membership), {"role": "manager"})
    assert response.context["form"].non_field_errors()


def test_a_policy_maker_s_role_ends_but_does_not_change(browser, policy_maker):
    membership = policy_maker.memberships.get()
    assert "<select" not in browser.get(page_of(membership)).text
    browser.post(page_of(membership, "resend"))
    assert Invitation.objects.pending().get().user == policy_maker
    browser.post(page_of(membership, "end"))
    assert not policy_maker.memberships.active().exists()


@pytest.mark.parametrize("step", ["person", "resend", "withdraw", "end"])
def test_people_elsewhere_do_not_exist_here(browser, browser_of, outsider, counsellor, step):
    elsewhere = outsider.memberships.get()
    assert browser.post(page_of(elsewhere, step)).status_code == 404
    assert browser_of(outsider).post(page_of(counsellor.memberships.get(), step)).status_code == 403
    assert elsewhere.user.memberships.active().exists()


def test_an_administrator_of_a_partner_keeps_no_policy_makers(browser_of, partner, policy_maker):
    keeper = member("Anouk Terpstra", Role.ADMINISTRATOR, partner.memberships.get().organisation)
    page = browser_of(keeper).get(reverse("accounts:people")).text
    assert partner.name in page
    assert policy_maker.name not in page


def test_an_invitation_of_another_organisation_is_not_told(browser, invited, other_organisation, outsider):
    invitations.withdraw_all(person=invited.user, by=outsider)
    invitations.invite(person=invited.user, organisation=other_organisation, by=outsider)
    assert page_of(invited, "withdraw") not in browser.get(page_of(invited)).text
