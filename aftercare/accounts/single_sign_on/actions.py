"""Linking an account of somebody's work, once, and saying no."""

from allauth.account.adapter import get_adapter
from django.db import transaction

from aftercare.accounts import invitations
from aftercare.accounts.access import role_in
from aftercare.accounts.models import Organisation, User, WorkAccount
from aftercare.accounts.single_sign_on.protocol import Told
from aftercare.accounts.single_sign_on.providers import Provider
from aftercare.audit import actions as audit
from aftercare.audit.models import Event, Outcome

SEGMENT = "single_sign_on"


@transaction.atomic
def link(*, person: User, told: Told, provider: Provider) -> None:
    """From now on this account signs them in, and they are told so. An invitation that waits is answered by it."""
    account, is_new = WorkAccount.objects.get_or_create(user=person, provider=provider.key, subject=told.subject)
    if not is_new:
        return
    organisation = Organisation.objects.get(name=provider.organisation)
    invitations.answer_at_work(person=person, organisation=organisation)
    audit.record(
        by=person,
        event=Event.CHANGE,
        role=role_in(person, organisation.pk),
        organisation=organisation.pk,
        obj=account,
        segment=SEGMENT,
        purpose="accounts",
    )
    get_adapter().send_notification_mail(SEGMENT, person, email=person.email)


def refuse(*, person: User | None, provider: Provider) -> None:
    """Logged, with who it was as far as that is known."""
    organisation = Organisation.objects.filter(name=provider.organisation).first()
    audit.record(
        by=person,
        event=Event.SIGN_IN,
        role="",
        organisation=organisation and organisation.pk,
        segment=SEGMENT,
        purpose="accounts",
        outcome=Outcome.DENIED,
    )
