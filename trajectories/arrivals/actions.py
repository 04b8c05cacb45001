"""Announce somebody, say welcome or no, begin the intake; give a clinic a link and take it back."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from aftercare.accounts.models import Membership, Organisation, User
from aftercare.accounts.roles import Role
from aftercare.audit.models import Event
from aftercare.core.errors import Refused, TransitionRefused
from aftercare.notifications import actions as notifications
from trajectories.arrivals.access import answering_at, record
from trajectories.arrivals.models import Arrival, ArrivalLink
from trajectories.dossier.models import Trajectory
from trajectories.teamtasks.deadlines import end_of_working_day

MOST = 20
"""So many announcements of one link may wait."""
LETTER_LASTS, FRESH = timedelta(days=7), timedelta(hours=1)
BATCH = 100
State = Arrival.State


@transaction.atomic
def announce(
    *,
    organisation: Organisation,
    place: str,
    person: str,
    expected_on: date,
    contact_name: str,
    contact_phone: str,
    words: str = "",
    link: ArrivalLink | None = None,
    by: User | None = None,
    at: datetime | None = None,
) -> Arrival:
    """By the holder of a `link`, or by a partner with an account. An answer is due on the next working day."""
    at = at or timezone.now()
    if link and link.arrivals.announced().count() >= MOST:
        raise Refused(_("Too many announcements wait for an answer. Please call."))
    tomorrow = end_of_working_day(at, zone=organisation.time_zone) + timedelta(hours=1)
    arrival = Arrival(
        organisation=organisation,
        link=link,
        announced_by=by,
        announced_at=at,
        place=place,
        person=person,
        expected_on=expected_on,
        contact_name=contact_name,
        contact_phone=contact_phone,
        words=words,
        due_at=end_of_working_day(tomorrow, zone=organisation.time_zone),
    )
    Arrival.objects.bulk_create([arrival])
    record(by=by, event=Event.CHANGE, role=Role.PARTNER if by else "", organisation=organisation.pk, obj=arrival)
    _tell_coordinators(arrival, at=at)
    return arrival


def _tell_coordinators(arrival: Arrival, *, at: datetime) -> None:
    """Something is ready, and no more. What was announced longer ago is told to nobody."""
    members = Membership.objects.active().filter(organisation=arrival.organisation_id, role=Role.COORDINATOR)
    for member in members.select_related("user").order_by("id"):
        if member.user.email and timezone.now() < at + FRESH:
            notifications.queue(
                key=f"arrival:{arrival.pk}:{member.user_id}",
                recipient=member.user,
                kind="something_ready",
                due_at=at,
                expires_at=at + LETTER_LASTS,
                link_view="arrivals:list",
            )


@transaction.atomic
def accept(*, arrival: Arrival, by: User, at: datetime | None = None) -> None:
    """Welcome: the intake can begin from it."""
    _answer(arrival, State.ACCEPTED, by=by, at=at)


@transaction.atomic
def decline(*, arrival: Arrival, by: User, reason: str, at: datetime | None = None) -> None:
    _answer(arrival, State.DECLINED, by=by, at=at, answer=reason)


def _answer(arrival: Arrival, to: State, *, by: User, at: datetime | None, answer: str = "") -> None:
    stored = Arrival.objects.select_for_update().get(pk=arrival.pk)
    if stored.state != State.ANNOUNCED:
        raise TransitionRefused(_("This has an answer already: “%(state)s”.") % {"state": stored.get_state_display()})
    stored.state, stored.answered_at, stored.answered_by, stored.answer = to, at or timezone.now(), by, answer
    stored.save(update_fields=["state", "answered_at", "answered_by", "answer"])
    notifications.withdraw(key_prefix=f"arrival:{stored.pk}:")
    _record_change(stored, by=by)


@transaction.atomic
def register(*, arrival: Arrival, trajectory: Trajectory, by: User) -> None:
    """The intake began: from here on the person stands in the dossier."""
    Arrival.objects.filter(pk=arrival.pk, trajectory=None).update(trajectory=trajectory)
    _record_change(arrival, by=by)


@transaction.atomic
def expire(*, at: datetime, limit: int = BATCH) -> int:
    """What nobody answered long after the day. Returns how many."""
    found = list(Arrival.objects.over(at=at).select_for_update(skip_locked=True)[:limit])
    for arrival in found:
        arrival.state, arrival.answered_at = State.EXPIRED, at
        arrival.save(update_fields=["state", "answered_at"])
        record(by=None, event=Event.CHANGE, role=Role.SYSTEM, organisation=arrival.organisation_id, obj=arrival)
    return len(found)


@transaction.atomic
def give_link(*, organisation: Organisation, place: str, until: date, by: User) -> ArrivalLink:
    link = ArrivalLink.objects.create(organisation=organisation, place=place, until=until, made_by=by)
    record(by=by, event=Event.CHANGE, role=answering_at(by)[organisation.pk], organisation=organisation.pk)
    return link


@transaction.atomic
def take_back(*, link: ArrivalLink, by: User) -> None:
    """From now on nothing can be announced with it."""
    taken = ArrivalLink.objects.filter(pk=link.pk, revoked_at=None)
    if taken.update(revoked_at=timezone.now(), revoked_by=by):
        record(
            by=by, event=Event.CHANGE, role=answering_at(by)[link.organisation_id], organisation=link.organisation_id
        )


def _record_change(arrival: Arrival, *, by: User) -> None:
    role = answering_at(by).get(arrival.organisation_id, "")
    record(by=by, event=Event.CHANGE, role=role, organisation=arrival.organisation_id, obj=arrival)
