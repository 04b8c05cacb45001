"""An invitation is a link that works once, for the person it was sent to."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.db import connection
from django.utils import timezone

from aftercare.accounts import actions, invitations
from aftercare.accounts.models import Invitation, Membership
from aftercare.accounts.roles import Role
from aftercare.audit.models import AccessEntry
from aftercare.core.errors import Refused, TransitionRefused
from aftercare.notifications.models import Message, State
from tests.personas import person

PASSWORD = "stille-haven-aan-zee"


@pytest.fixture
def newcomer(organisation):
    return person("Wout Brinkman", "wout@test.example", kept_by=organisation)


@pytest.fixture
def invitation(newcomer, organisation, administrator) -> Invitation:
    return invitations.invite(person=newcomer, organisation=organisation, by=administrator)


def accept(invitation, **details):
    return invitations.accept(invitation_id=invitation.pk, password=PASSWORD, **details)


def message_of(invitation) -> Message:
    return Message.objects.get(key=f"invitation:{invitation.pk}")


def test_an_invitation_waits_seven_days_and_its_message_is_queued(invitation, newcomer, administrator):
    now = timezone.now()
    assert invitation.state(now) == Invitation.State.PENDING
    assert invitation.state(now + timedelta(days=7, minutes=1)) == Invitation.State.EXPIRED
    message = message_of(invitation)
    assert (message.recipient, message.kind, message.state) == (newcomer, "invitation", State.DUE)
    entry = AccessEntry.objects.get(object_id=invitation.pk)
    assert (entry.user, entry.role) == (administrator, Role.ADMINISTRATOR)


def test_accepting_makes_the_account_the_person_s_own(invitation, newcomer):
    accept(invitation, called="Wout", language="en")
    newcomer.refresh_from_db()
    invitation.refresh_from_db()
    assert newcomer.check_password(PASSWORD)
    assert (newcomer.called, newcomer.language, newcomer.kept_by) == ("Wout", "en", None)
    assert invitation.state(timezone.now()) == Invitation.State.ACCEPTED
    address = EmailAddress.objects.get(user=newcomer)
    assert (address.email, address.verified, address.primary) == (newcomer.email, True, True)


def test_an_invitation_works_once(invitation):
    accept(invitation)
    with pytest.raises(TransitionRefused):
        accept(invitation)


def test_of_twenty_uses_at_once_one_succeeds(committed_db, invitation, newcomer):
    def use(number: int) -> str:
        try:
            invitations.accept(invitation_id=invitation.pk, password=f"{PASSWORD}-{number}")
        except Refused:
            return "refused"
        finally:
            connection.close()
        return f"{PASSWORD}-{number}"

    with ThreadPoolExecutor(20) as pool:
        results = sorted(pool.map(use, range(20)))
    assert results.count("refused") == 19
    newcomer.refresh_from_db()
    assert newcomer.check_password(next(result for result in results if result != "refused"))


def test_an_old_invitation_is_refused(invitation):
    Invitation.objects.filter(pk=invitation.pk).update(expires_at=timezone.now() - timedelta(minutes=1))
    with pytest.raises(TransitionRefused):
        accept(invitation)


def test_a_withdrawn_invitation_is_refused_and_its_message_stays_here(invitation, administrator):
    invitations.withdraw(invitation=invitation, by=administrator)
    assert message_of(invitation).state == State.WITHDRAWN
    with pytest.raises(TransitionRefused):
        accept(invitation)


def test_what_was_accepted_cannot_be_withdrawn(invitation, administrator):
    accept(invitation)
    with pytest.raises(TransitionRefused):
        invitations.withdraw(invitation=invitation, by=administrator)


def test_a_closed_account_cannot_accept_nor_be_invited(invitation, newcomer, organisation, administrator):
    newcomer.is_active = False
    newcomer.save()
    with pytest.raises(TransitionRefused):
        accept(invitation)
    with pytest.raises(Refused):
        invitations.invite(person=newcomer, organisation=organisation, by=administrator)


def test_a_new_invitation_replaces_the_one_before(invitation, newcomer, organisation, administrator):
    newer = invitations.invite(person=newcomer, organisation=organisation, by=administrator)
    with pytest.raises(TransitionRefused):
        accept(invitation)
    assert accept(newer) == newcomer


def test_without_an_address_nobody_can_be_invited(organisation, administrator):
    with pytest.raises(Refused, match="e-mail"):
        invitations.invite(person=person("Zonder Adres"), organisation=organisation, by=administrator)


def test_somebody_with_an_account_says_yes_and_keeps_the_password(
    invitation, newcomer, other_organisation, outsider, administrator
):
    second = invitations.invite(person=newcomer, organisation=other_organisation, by=outsider)
    accept(invitation)
    with pytest.raises(Refused):
        invitations.accept(invitation_id=second.pk, password="een-ander-wachtwoord")
    newcomer.refresh_from_db()
    assert newcomer.check_password(PASSWORD)
    with pytest.raises(Refused):
        invitations.confirm(invitation_id=second.pk, by=outsider)
    invitations.confirm(invitation_id=second.pk, by=newcomer)
    second.refresh_from_db()
    assert second.accepted_at


def test_withdrawing_for_one_organisation_leaves_the_other_s(
    invitation, newcomer, organisation, other_organisation, outsider, administrator
):
    second = invitations.invite(person=newcomer, organisation=other_organisation, by=outsider)
    invitations.withdraw_all(person=newcomer, organisation=organisation, by=administrator)
    assert list(Invitation.objects.pending()) == [second]
    invitations.withdraw_all(person=newcomer, by=administrator)
    assert not Invitation.objects.pending().exists()


def test_ending_the_last_role_withdraws_the_invitation(organisation, administrator):
    membership = actions.invite_staff(
        name="Wout Brinkman",
        email="wout@test.example",
        role=Role.COUNSELLOR,
        organisation=organisation,
        by=administrator,
    )
    second = actions.add_member(
        user=membership.user, role=Role.COORDINATOR, organisation=organisation, by=administrator
    )
    actions.end_membership(membership=membership, organisation=organisation, by=administrator)
    assert Invitation.objects.pending().exists()
    actions.end_membership(membership=second, organisation=organisation, by=administrator)
    assert not Invitation.objects.pending().exists()
    assert not Membership.objects.active().filter(user=membership.user).exists()


def test_an_account_from_before_the_portal_carries_its_own_dates_and_sends_no_letter(
    newcomer, organisation, administrator
):
    then = timezone.now() - timedelta(days=90)
    invitation = invitations.invite(person=newcomer, organisation=organisation, by=administrator, at=then)
    accept(invitation, at=then + timedelta(days=1))
    invitation.refresh_from_db()
    assert (invitation.invited_at, invitation.accepted_at) == (then, then + timedelta(days=1))
    assert message_of(invitation).state == State.WITHDRAWN


def test_a_password_that_was_hashed_already_is_kept_as_it_is(invitation, newcomer):
    encoded = make_password(PASSWORD)
    invitations.accept(invitation_id=invitation.pk, encoded=encoded)
    newcomer.refresh_from_db()
    assert newcomer.password == encoded
    assert newcomer.check_password(PASSWORD)
