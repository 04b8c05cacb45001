"""Who is registered, with which role, and when that ends."""

import pytest

from aftercare.accounts import actions, invitations
from aftercare.accounts.models import Invitation, Membership, User
from aftercare.accounts.roles import Role
from aftercare.audit.models import AccessEntry
from aftercare.core.errors import Refused, TransitionRefused
from tests.personas import person


def add(organisation, by, name="Wout Brinkman", email="wout@test.example", **details):
    return actions.find_or_add_person(name=name, email=email, organisation=organisation, by=by, **details)


def membership_of(user) -> Membership:
    return user.memberships.active().get()


def test_a_new_person_cannot_sign_in_yet_and_is_kept_by_the_organisation(organisation, administrator):
    added = add(organisation, administrator, email=" Wout@Test.Example ", phone="06 00000000")
    assert (added.email, added.phone, added.kept_by) == ("wout@test.example", "06 00000000", organisation)
    assert not added.has_usable_password()
    assert AccessEntry.objects.filter(object_id=added.pk, user=administrator, segment="person").exists()


def test_people_without_an_address_are_each_their_own(organisation, administrator):
    assert add(organisation, administrator, email="") != add(organisation, administrator, email=None)


def test_the_same_address_and_a_like_name_is_the_same_person(organisation, other_organisation, administrator, outsider):
    first = add(organisation, administrator)
    assert add(other_organisation, outsider, name="W. Brinkman") == first
    assert User.objects.get(pk=first.pk).kept_by == organisation


def test_an_address_in_use_tells_nothing_to_whoever_does_not_know_the_name(
    organisation, other_organisation, administrator, outsider
):
    add(organisation, administrator)
    with pytest.raises(Refused) as refusal:
        add(other_organisation, outsider, name="Sofie de Boer")
    assert "Brinkman" not in str(refusal.value)


def test_a_closed_account_is_not_found_again(organisation, administrator):
    person("Wout Brinkman", "wout@test.example", is_active=False)
    with pytest.raises(Refused):
        add(organisation, administrator)


def test_two_registrations_of_one_address_at_once_become_one_person(monkeypatch, organisation, administrator):
    there = person("Wout Brinkman", "wout@test.example")
    found = User.objects.filter
    monkeypatch.setattr(
        User.objects, "filter", lambda **by: found(**by).none() if "email__iexact" in by else found(**by)
    )
    assert add(organisation, administrator) == there


def test_details_can_be_corrected_until_the_person_signs_in(organisation, other_organisation, administrator, outsider):
    wout = add(organisation, administrator)
    actions.correct_person(person=wout, organisation=organisation, by=administrator, name="Wouter Brinkman", phone="06")
    wout.refresh_from_db()
    assert (wout.name, wout.phone, wout.email) == ("Wouter Brinkman", "06", "wout@test.example")
    with pytest.raises(Refused):
        actions.correct_person(person=wout, organisation=other_organisation, by=outsider, email="bram@test.example")
    invitation = invitations.invite(person=wout, organisation=organisation, by=administrator)
    invitations.accept(invitation_id=invitation.pk, password="stille-haven-aan-zee")
    wout.refresh_from_db()
    with pytest.raises(Refused):
        actions.correct_person(person=wout, organisation=organisation, by=administrator, name="Iemand anders")


def test_another_address_stops_the_link_that_went_to_the_wrong_one(organisation, administrator):
    wout = add(organisation, administrator)
    invitations.invite(person=wout, organisation=organisation, by=administrator)
    actions.correct_person(person=wout, organisation=organisation, by=administrator, email="Wout.B@test.example")
    wout.refresh_from_db()
    assert wout.email == "wout.b@test.example"
    assert not Invitation.objects.pending().exists()
    actions.correct_person(person=wout, organisation=organisation, by=administrator, email="")
    wout.refresh_from_db()
    assert wout.email is None


def test_an_address_of_somebody_else_is_refused(organisation, administrator, counsellor):
    wout = add(organisation, administrator)
    with pytest.raises(Refused):
        actions.correct_person(person=wout, organisation=organisation, by=administrator, email=counsellor.email)


def test_inviting_staff_gives_a_role_and_a_link(organisation, administrator):
    membership = actions.invite_staff(
        name="Wout Brinkman",
        email="wout@test.example",
        role=Role.COORDINATOR,
        organisation=organisation,
        by=administrator,
    )
    assert (membership.role, membership.organisation) == (Role.COORDINATOR, organisation)
    assert Invitation.objects.pending().get().user == membership.user


def test_a_policy_maker_belongs_to_a_region(organisation, region, administrator):
    membership = actions.invite_staff(
        name="Wout Brinkman",
        email="wout@test.example",
        role=Role.POLICY_MAKER,
        organisation=organisation,
        by=administrator,
    )
    assert (membership.region, membership.organisation) == (region, None)


@pytest.mark.parametrize(
    ("kind", "role"), [("care", Role.PARTNER), ("care", Role.CLIENT), ("partner", Role.COUNSELLOR)]
)
def test_each_kind_of_organisation_has_its_roles(organisation, administrator, manager, kind, role):
    organisation.kind = kind
    with pytest.raises(Refused):
        actions.add_member(user=manager, role=role, organisation=organisation, by=administrator)


def test_nobody_has_a_role_twice(organisation, administrator, counsellor):
    with pytest.raises(Refused):
        actions.add_member(user=counsellor, role=Role.COUNSELLOR, organisation=organisation, by=administrator)


def test_a_role_that_ends_is_kept_as_history(organisation, administrator, counsellor):
    membership = membership_of(counsellor)
    actions.end_membership(membership=membership, organisation=organisation, by=administrator)
    membership.refresh_from_db()
    assert membership.ended_at
    with pytest.raises(TransitionRefused):
        actions.end_membership(membership=membership, organisation=organisation, by=administrator)


def test_ending_a_role_ends_the_sessions(organisation, administrator, manager, browser_of):
    browser = browser_of(manager)
    assert browser.get("/accounts/password/set/").status_code == 200
    actions.end_membership(membership=membership_of(manager), organisation=organisation, by=administrator)
    assert browser.get("/accounts/password/set/").status_code == 302


def test_the_last_administrator_stays(organisation, administrator, manager):
    membership = membership_of(administrator)
    with pytest.raises(Refused):
        actions.end_membership(membership=membership, organisation=organisation, by=administrator)
    actions.add_member(user=manager, role=Role.ADMINISTRATOR, organisation=organisation, by=administrator)
    actions.end_membership(membership=membership, organisation=organisation, by=administrator)
    assert not administrator.memberships.active().exists()


def test_changing_a_role_keeps_the_old_one_as_history(organisation, administrator, counsellor):
    actions.change_role(
        membership=membership_of(counsellor), role=Role.MANAGER, organisation=organisation, by=administrator
    )
    assert membership_of(counsellor).role == Role.MANAGER
    assert counsellor.memberships.filter(role=Role.COUNSELLOR, ended_at__isnull=False).exists()


@pytest.mark.parametrize("role", [Role.COUNSELLOR, Role.POLICY_MAKER])
def test_a_role_changes_into_another_of_the_same_organisation_only(organisation, administrator, counsellor, role):
    with pytest.raises(Refused):
        actions.change_role(
            membership=membership_of(counsellor), role=role, organisation=organisation, by=administrator
        )


def test_people_change_their_own_details(counsellor):
    actions.update_profile(by=counsellor, called="Ils", phone="06 00000000")
    actions.choose_language(by=counsellor, language="en")
    counsellor.refresh_from_db()
    assert (counsellor.called, counsellor.phone, counsellor.language) == ("Ils", "06 00000000", "en")
