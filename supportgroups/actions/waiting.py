"""The line for a place: asked, offered to the first, accepted, let go. The clock makes and ends the offers."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from aftercare.accounts.models import User
from aftercare.core.errors import Refused, TransitionRefused
from aftercare.core.ids import new_id
from aftercare.notifications import actions as notifications
from supportgroups.access import Permission, record_change
from supportgroups.actions.guards import explained, locked
from supportgroups.models import Enrolment, SupportGroup, Wait

KIND = "group_offer"
ANSWER_WITHIN = timedelta(hours=48)
AHEAD = timedelta(hours=2)
"""An offer that is made later than this before a session is of no use for it."""
CHANCES = 2
"""Who misses an offer once goes to the end of the line; who misses it again leaves it."""


@transaction.atomic
def ask(*, group: SupportGroup, participant: User, by: User, at: datetime | None = None) -> Wait:
    """At the end of the line, also for whoever had a place before."""
    if locked(group).ended_at:
        raise TransitionRefused(_("This group has ended."))
    if Enrolment.objects.current().filter(group=group, participant=participant).exists():
        raise Refused(_("%(name)s already has a place in this group.") % {"name": participant.name})
    with explained(waits_once=Refused(_("%(name)s is waiting for a place already.") % {"name": participant.name})):
        wait = Wait.objects.create(
            organisation_id=group.organisation_id,
            group=group,
            participant=participant,
            asked_by=by,
            asked_at=at or timezone.now(),
        )
    record_change(by=by, obj=wait, segment=Permission.ENROL, about=[participant.pk])
    return wait


@transaction.atomic
def go_together(*, wait: Wait, other: Wait, by: User) -> None:
    """Two who wait get their offers at the same time, from the place in the line of the last of them."""
    locked(wait.group)
    both = list(Wait.objects.in_line().filter(pk__in=[wait.pk, other.pk], group=wait.group, together=None))
    if len(both) < 2:
        raise TransitionRefused(_("Both must still be waiting, each without somebody else."))
    together = {"together": new_id(), "asked_at": both[-1].asked_at}
    Wait.objects.filter(pk__in=[one.pk for one in both]).update(**together)
    record_change(by=by, obj=wait, segment=Permission.ENROL, about=[one.participant_id for one in both])


@transaction.atomic
def accept(*, wait: Wait, by: User, at: datetime | None = None) -> Enrolment:
    """The place was kept for them, so nobody has to be counted."""
    at = at or timezone.now()
    locked(wait.group)
    wait = _open(wait)
    if not wait.is_offered or wait.offered_until <= at:
        raise TransitionRefused(_("This place is not kept for you any more. You can ask again."))
    enrolment = Enrolment.objects.create(
        organisation_id=wait.organisation_id,
        group_id=wait.group_id,
        participant_id=wait.participant_id,
        enrolled_by=by,
        enrolled_at=at,
    )
    _end(wait, Wait.Outcome.PLACED, by=by, at=at)
    return enrolment


@transaction.atomic
def step_back(*, wait: Wait, by: User, at: datetime | None = None) -> None:
    """Out of the line, with or without an offer; the next one gets it."""
    locked(wait.group)
    _end(_open(wait), Wait.Outcome.STEPPED_BACK, by=by, at=at or timezone.now())


def sweep(*, at: datetime) -> None:
    """Offers that have passed end, places that are free are offered. Any number of clocks may do this at once."""
    waiting = SupportGroup.objects.filter(waits__ended_at=None, waits__isnull=False).order_by().values("pk").distinct()
    for group in SupportGroup.objects.filter(pk__in=waiting):
        tend(group=group, at=at)


@transaction.atomic
def tend(*, group: SupportGroup, at: datetime) -> None:
    group = locked(group)
    for wait in Wait.objects.offered().filter(group=group, offered_until__lte=at):
        _miss(wait, at=at)
    until = offers_until(group, at=at)
    if group.ended_at or until is None:
        return
    free = group.capacity - reserved(group)
    for unit in _units(group):
        if len(unit) > free:
            break
        free -= len(unit)
        for wait in unit:
            _offer(wait, at=at, until=until)


def reserved(group: SupportGroup) -> int:
    """Places that somebody has, and places that are kept for somebody."""
    places = Enrolment.objects.current().filter(group=group).count()
    return places + Wait.objects.offered().filter(group=group).count()


def offers_until(group: SupportGroup, *, at: datetime) -> datetime | None:
    """How long an offer of this moment holds; None where it would come too late to take part from the start."""
    planned = group.sessions.planned().published()
    following = planned.filter(period__startswith__gt=at).order_by("period").first()
    if following is None or following.period.lower - at < AHEAD:
        return None
    begun = planned.filter(series=following.series_id, period__startswith__lte=at)
    if not group.open and begun.exists():
        return None
    return min(following.period.lower, at + ANSWER_WITHIN)


def end_all(group: SupportGroup, *, by: User, at: datetime) -> None:
    """The group has ended, so nobody waits any more."""
    for wait in Wait.objects.open().filter(group=group):
        _end(wait, Wait.Outcome.GROUP_ENDED, by=by, at=at)


def placed_by_hand(group: SupportGroup, participant: User, *, by: User, at: datetime) -> None:
    for wait in Wait.objects.open().filter(group=group, participant=participant):
        _end(wait, Wait.Outcome.PLACED, by=by, at=at)


def ahead_of(group: SupportGroup, participant: User) -> int:
    """How many others in line come before this person; all of them for whoever does not wait."""
    line = Wait.objects.in_line().filter(group=group).exclude(participant=participant)
    own = Wait.objects.open().filter(group=group, participant=participant).first()
    if own is None:
        return line.count()
    return 0 if own.is_offered else line.filter(Q(asked_at__lt=own.asked_at)).count()


def _units(group: SupportGroup) -> Iterator[list[Wait]]:
    """One by one, or two where they go together, in the order of the line."""
    line = list(Wait.objects.in_line().filter(group=group).select_related("participant"))
    seen = set()
    for wait in line:
        if wait.pk in seen:
            continue
        unit = [one for one in line if one == wait or (wait.together and one.together == wait.together)]
        seen |= {one.pk for one in unit}
        yield unit


def _offer(wait: Wait, *, at: datetime, until: datetime) -> None:
    Wait.objects.filter(pk=wait.pk).update(offered_at=at, offered_until=until)
    notifications.queue(
        key=f"{KIND}:{wait.pk}:{at:%Y%m%d%H%M%S}",
        recipient=wait.participant,
        kind=KIND,
        expires_at=until,
        link_view="supportgroups:offer",
        link_ids={"wait": str(wait.pk), "person": str(wait.participant_id)},
    )
    record_change(by=None, obj=wait, segment=Permission.ENROL, about=[wait.participant_id])


def _miss(wait: Wait, *, at: datetime) -> None:
    missed = wait.missed + 1
    if missed >= CHANCES:
        Wait.objects.filter(pk=wait.pk).update(missed=missed)
        _end(wait, Wait.Outcome.MISSED, by=None, at=at)
        return
    Wait.objects.filter(pk=wait.pk).update(missed=missed, offered_at=None, offered_until=None, asked_at=at)
    record_change(by=None, obj=wait, segment=Permission.ENROL, about=[wait.participant_id])


def _open(wait: Wait) -> Wait:
    wait = Wait.objects.select_for_update(no_key=True, of=("self",)).get(pk=wait.pk)
    if wait.ended_at:
        raise TransitionRefused(_("This was answered already."))
    return wait


def _end(wait: Wait, outcome: str, *, by: User | None, at: datetime) -> None:
    Wait.objects.filter(pk=wait.pk).update(ended_at=at, outcome=outcome)
    notifications.withdraw(key_prefix=f"{KIND}:{wait.pk}:")
    record_change(by=by, obj=wait, segment=Permission.ENROL, about=[wait.participant_id])
