"""Invite, withdraw, accept. Imported by actions, and used by callers as `invitations.invite(...)`."""

from datetime import datetime, timedelta
from uuid import UUID

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from aftercare.accounts import passkeys
from aftercare.accounts.access import LINK_PURPOSE, has_account, role_in
from aftercare.accounts.models import Invitation, Organisation, User, WorkAccount
from aftercare.audit import actions as audit
from aftercare.audit.models import Event
from aftercare.core.errors import Refused, TransitionRefused
from aftercare.notifications import actions as notifications

VALID = timedelta(days=7)


@transaction.atomic
def invite(
    *, person: User, organisation: Organisation, by: User, at: datetime | None = None, renews: bool = False
) -> Invitation:
    """A link by e-mail. An earlier one of the same organisation stops working.

    One that `renews` is for somebody who lost their way in, after it was made sure that it is them.
    """
    if not person.email:
        raise Refused(_("There is no e-mail address yet. Add it first."))
    if not person.is_active:
        raise Refused(_("This account is closed."))
    withdraw_all(person=person, organisation=organisation, by=by)
    now = at or timezone.now()
    invitation = Invitation.objects.create(
        user=person,
        organisation=organisation,
        invited_by=by,
        invited_at=now,
        expires_at=now + VALID,
        renews=renews,
    )
    notifications.queue(
        key=_key(invitation),
        recipient=person,
        kind=LINK_PURPOSE,
        link_view="accounts:invitation",
        link_ids={"invitation": str(invitation.pk)},
        due_at=now,
        expires_at=invitation.expires_at,
    )
    _record(by, invitation)
    return invitation


@transaction.atomic
def withdraw(*, invitation: Invitation, by: User) -> None:
    invitation = Invitation.objects.select_for_update(of=["self"]).get(pk=invitation.pk)
    if invitation.accepted_at or invitation.withdrawn_at:
        raise TransitionRefused(_("This invitation was accepted or withdrawn already."))
    invitation.withdrawn_at = timezone.now()
    invitation.save(update_fields=["withdrawn_at"])
    _withdraw_letter(invitation)
    _record(by, invitation)


@transaction.atomic
def withdraw_all(*, person: User, by: User, organisation: Organisation | None = None) -> None:
    """What still waits: of one organisation, or of all when the address turned out to be wrong."""
    of = {"organisation": organisation} if organisation else {}
    for invitation in Invitation.objects.pending().filter(user=person, **of).select_for_update(of=["self"]):
        withdraw(invitation=invitation, by=by)


@transaction.atomic
def accept(
    *,
    invitation_id: UUID,
    password: str = "",
    encoded: str = "",
    passkey: dict | None = None,
    called: str = "",
    language: str = "nl",
    at: datetime | None = None,
) -> User:
    """The person makes the account their own, with a passkey or a password. Of many uses of one link, one succeeds.

    `encoded` is the password's hash, where that is at hand. Another password ends every session, none as well.
    """
    invitation = _take(invitation_id, at or timezone.now())
    person = invitation.user
    if invitation.renews:
        Authenticator.objects.filter(user=person).delete()
        WorkAccount.objects.filter(user=person).delete()
    elif has_account(person):
        raise Refused(_("You have an account already. Sign in with it."))
    person.called, person.language, person.kept_by = called, language, None
    person.password = encoded or make_password(password or None)
    person.save(update_fields=["called", "language", "kept_by", "password"])
    if passkey:
        passkeys.add(person, passkey)
    _confirm_address(person)
    _record(person, invitation)
    return person


@transaction.atomic
def answer_at_work(*, person: User, organisation: Organisation) -> None:
    """Who signs in with the account of their work has made this account their own: its invitation is answered."""
    waiting = Invitation.objects.pending().filter(user=person, organisation=organisation, renews=False)
    for invitation in waiting.select_for_update(of=["self"]):
        _mark_accepted(invitation, timezone.now())
        _record(person, invitation)
    person.kept_by = None
    person.save(update_fields=["kept_by"])
    _confirm_address(person)


@transaction.atomic
def confirm(*, invitation_id: UUID, by: User) -> None:
    """Somebody with an account says yes to one more organisation."""
    invitation = _take(invitation_id, timezone.now())
    if invitation.user != by:
        raise Refused(_("This invitation is for somebody else."))
    _record(by, invitation)


def _take(invitation_id: UUID, at: datetime) -> Invitation:
    """Locked and marked as accepted; the loser of a race waits here, and is refused."""
    invitation = (
        Invitation.objects.select_for_update(of=["self"]).select_related("user", "organisation").get(pk=invitation_id)
    )
    if invitation.state(at) != Invitation.State.PENDING or not invitation.user.is_active:
        raise TransitionRefused(_("This invitation was used, withdrawn or is too old."))
    _mark_accepted(invitation, at)
    return invitation


def _mark_accepted(invitation: Invitation, at: datetime) -> None:
    invitation.accepted_at = at
    invitation.save(update_fields=["accepted_at"])
    _withdraw_letter(invitation)


def _confirm_address(person: User) -> None:
    EmailAddress.objects.update_or_create(
        user=person, email=person.email.lower(), defaults={"verified": True, "primary": True}
    )


def _withdraw_letter(invitation: Invitation) -> None:
    notifications.withdraw(key_prefix=_key(invitation))


def _key(invitation: Invitation) -> str:
    return f"invitation:{invitation.pk}"


def _record(by: User, invitation: Invitation) -> None:
    audit.record(
        by=by,
        event=Event.CHANGE,
        role=role_in(by, invitation.organisation_id),
        organisation=invitation.organisation_id,
        obj=invitation,
        segment="invitation",
        purpose="accounts",
    )
