"""Register people, give and end roles, and what people change of their own account."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import F, Model
from django.utils import timezone
from django.utils.translation import gettext as _

from aftercare.accounts import invitations, leaving
from aftercare.accounts.access import role_in, roles_at
from aftercare.accounts.models import Membership, Organisation, User
from aftercare.accounts.roles import REGIONAL, Role
from aftercare.audit import actions as audit
from aftercare.audit.models import Event
from aftercare.core.errors import Refused, TransitionRefused
from aftercare.notifications import actions as notifications
from aftercare.notifications import undeliverable
from aftercare.notifications.models import Channel

CONTACT = ("name", "called", "email", "phone")


@transaction.atomic
def find_or_add_person(*, name: str, organisation: Organisation, by: User, email: str | None = None, **details) -> User:
    """The person with this e-mail address, or a new one whose details `organisation` may correct for now.

    An address that is in use says nothing about its owner: only somebody who knows the name gets further.
    """
    email = (email or "").strip().lower() or None
    if email and (known := User.objects.filter(email__iexact=email).first()):
        return _same_person(known, name)
    person = User(name=name, email=email, kept_by=organisation, **details)
    person.set_unusable_password()
    try:
        with transaction.atomic():
            person.save()
    except IntegrityError:  # somebody registered the address a moment ago
        return _same_person(User.objects.get(email__iexact=email), name)
    _record(by, organisation, person, "person")
    return person


@transaction.atomic
def add_people(*, people: list[User], organisation: Organisation, by: User) -> None:
    """Everybody at once, whose details `organisation` may correct for now. Nobody of them is known yet."""
    for person in people:
        person.kept_by = organisation
        person.set_unusable_password()
    try:
        with transaction.atomic():
            User.objects.bulk_create(people, batch_size=1000)
    except IntegrityError as error:
        raise Refused(_("An e-mail address was taken a moment ago. Check the file once more.")) from error
    role = role_in(by, organisation.pk)
    for person in people:
        audit.record(
            by=by,
            event=Event.CHANGE,
            role=role,
            organisation=organisation.pk,
            obj=person,
            segment="person",
            purpose="accounts",
        )


def _same_person(known: User, name: str) -> User:
    if not known.is_active or not User.objects.filter(pk=known.pk).named_like(name).exists():
        raise Refused(
            _("This e-mail address cannot be used for this person. Check the address and the name together with them.")
        )
    return known


@transaction.atomic
def correct_person(*, person: User, organisation: Organisation, by: User, **details) -> None:
    """Contact details, as long as the person did not make the account their own."""
    if not may_correct(person, organisation):
        raise Refused(_("This person manages their own name, e-mail address and phone number."))
    email = (details.pop("email", person.email) or "").strip().lower() or None
    if email != person.email:
        if email and User.objects.filter(email__iexact=email).exclude(pk=person.pk).exists():
            raise Refused(_("This e-mail address cannot be used for this person. Check it together with them."))
        invitations.withdraw_all(person=person, by=by)
    for name, value in (details | {"email": email}).items():
        setattr(person, name, value)
    person.save(update_fields=[*details, "email"])
    undeliverable.resume(recipient=person)
    _record(by, organisation, person, "person")


def may_correct(person: User, organisation: Organisation) -> bool:
    return person.kept_by_id == organisation.pk


@transaction.atomic
def invite_staff(
    *,
    name: str,
    email: str,
    role: Role,
    organisation: Organisation,
    by: User,
    **details,
) -> Membership:
    """Somebody who works at `organisation`, or makes policy in its region, with an invitation on its way."""
    person = find_or_add_person(name=name, email=email, organisation=organisation, by=by, **details)
    membership = add_member(user=person, role=role, organisation=organisation, by=by)
    invitations.invite(person=person, organisation=organisation, by=by)
    return membership


@transaction.atomic
def add_member(
    *, user: User, role: Role, organisation: Organisation, by: User, at: datetime | None = None
) -> Membership:
    if role not in roles_at(organisation):
        raise Refused(_("Nobody can have this role at %(place)s.") % {"place": organisation.name})
    held_in = {"region": organisation.region} if role in REGIONAL else {"organisation": organisation}
    membership, created = Membership.objects.get_or_create(
        user=user, role=role, ended_at=None, **held_in, defaults={"started_at": at or timezone.now()}
    )
    if not created:
        raise Refused(_("This person has this role already."))
    end_sessions(user=user)
    _record(by, organisation, membership, "membership")
    return membership


@transaction.atomic
def end_membership(*, membership: Membership, organisation: Organisation, by: User) -> None:
    """The person loses this role at once; an invitation that still waits is withdrawn."""
    membership = Membership.objects.select_for_update(of=["self"]).get(pk=membership.pk)
    if membership.ended_at:
        raise TransitionRefused(_("This role has ended already."))
    _keep_an_administrator(membership)
    leaving.settle_first(membership)
    membership.ended_at = timezone.now()
    membership.save(update_fields=["ended_at"])
    end_sessions(user=membership.user)
    if not Membership.objects.active().filter(user=membership.user, organisation=organisation).exists():
        invitations.withdraw_all(person=membership.user, organisation=organisation, by=by)
    _record(by, organisation, membership, "membership")


@transaction.atomic
def change_role(*, membership: Membership, role: Role, organisation: Organisation, by: User) -> Membership:
    """The old role is kept as history; the new one holds from now."""
    if role == membership.role or REGIONAL & {role, membership.role}:
        raise Refused(_("Choose another role in the same organisation."))
    changed = add_member(user=membership.user, role=role, organisation=organisation, by=by)
    end_membership(membership=membership, organisation=organisation, by=by)
    return changed


def _keep_an_administrator(leaving: Membership) -> None:
    if leaving.role != Role.ADMINISTRATOR:
        return
    Organisation.objects.select_for_update().get(pk=leaving.organisation_id)
    others = Membership.objects.active().filter(organisation=leaving.organisation_id, role=Role.ADMINISTRATOR)
    if not others.exclude(pk=leaving.pk).exists():
        raise Refused(_("An organisation needs an administrator. Give this role to somebody else first."))


def record_sign_in(*, by: User, at_work: bool = False) -> None:
    """With the role that counts first, where somebody has one."""
    held = Membership.objects.active().filter(user=by).order_by("started_at", "id").first()
    audit.record(
        by=by,
        event=Event.SIGN_IN,
        role=held.role if held else "",
        organisation=held.organisation_id if held else None,
        segment="single_sign_on" if at_work else "",
        purpose="accounts",
    )


def end_sessions(*, user: User) -> None:
    """Everywhere, at the next request."""
    User.objects.filter(pk=user.pk).update(session_epoch=F("session_epoch") + 1)
    user.refresh_from_db(fields=["session_epoch"])


@transaction.atomic
def update_profile(*, by: User, **details) -> None:
    for name, value in details.items():
        setattr(by, name, value)
    by.save(update_fields=list(details))
    for channel, wanted in ((Channel.EMAIL, by.gets_letters), (Channel.SMS, by.gets_texts)):
        if not wanted:
            notifications.stop(recipient=by, channel=channel)


def choose_letters(*, by: User, gets_letters: bool) -> None:
    """An e-mail when something is ready, or none. An invitation comes either way."""
    update_profile(by=by, gets_letters=gets_letters)


def choose_texts(*, by: User, phone: str) -> None:
    """A text message to this number first, and an e-mail when that does not arrive."""
    update_profile(by=by, phone=phone, gets_letters=True, gets_texts=True, texts_first=True)


def choose_language(*, by: User, language: str) -> None:
    by.language = language
    by.save(update_fields=["language"])


def _record(by: User, organisation: Organisation, obj: Model, segment: str) -> None:
    audit.record(
        by=by,
        event=Event.CHANGE,
        role=role_in(by, organisation.pk),
        organisation=organisation.pk,
        obj=obj,
        segment=segment,
        purpose="accounts",
    )
