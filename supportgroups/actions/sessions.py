"""Sessions that are still to come: changed or cancelled, one date, from one date on, or all of a series."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from aftercare.accounts.models import User
from aftercare.core.clocks import local
from aftercare.core.errors import Refused, Stale
from supportgroups import clashes, notices, planning
from supportgroups.access import Permission, record_change
from supportgroups.actions.guards import cancelled, locked_series, one_by_one, to_come
from supportgroups.models import Facilitation, Room, Scope, Series, Session

WRITTEN = [
    "period",
    "room",
    "online_link",
    "own_time",
    "own_place",
    "own_facilitators",
    "revision",
    "changed_at",
    "state",
    "cancelled_at",
    "cancelled_by",
]


@dataclass(frozen=True)
class Difference:
    """What a change asks beyond what the session is now."""

    days: timedelta
    starts: time
    ends: time
    room: Room | None
    online_link: str
    facilitators: tuple[User, ...]
    of_time: bool
    of_place: bool
    of_facilitators: bool

    @property
    def is_nothing(self) -> bool:
        return not (self.of_time or self.of_place or self.of_facilitators)


@transaction.atomic
def change(
    *,
    session: Session,
    by: User,
    on: date,
    starts: time,
    ends: time,
    room: Room | None,
    online_link: str = "",
    facilitators: Collection[User],
    scope: str = Scope.ONE,
    revision: int | None = None,
) -> int:
    """What is asked otherwise happens to every session in the scope; returns how many that are.

    A session with a time, place or facilitators of its own keeps those, except the one that this starts from.
    `revision` is the one that the asker saw; another one is Stale.
    """
    series = locked_series(session.series_id)
    session = to_come(session)
    if revision not in (None, session.revision):
        raise Stale(_("Somebody changed this session meanwhile. Above you read how it is now; below what you typed."))
    if not (room or online_link):
        raise Refused(_("Choose a room, or fill in an online link."))
    difference = _difference(session, series.zone, on, starts, ends, room, online_link, tuple(facilitators))
    if difference.is_nothing:
        return 0
    sessions = list(Session.objects.touched_by(session, scope, at=timezone.now()).with_people())
    told = notices.concerned(session.group, sessions)
    was_until = sessions[-1].period.upper
    touched = _rewrite(sessions, difference, start=session, scope=scope, zone=series.zone, by=by)
    if scope != Scope.ONE:
        _describe(series, difference)
    record_change(by=by, obj=session, segment=Permission.EDIT)
    _tell(session, touched, told, by=by, until=max(was_until, *(one.period.upper for one in touched)))
    return len(touched)


@transaction.atomic
def move_session(*, session: Session, by: User, on: date, starts: time, ends: time, room: Room) -> None:
    """One date, same people."""
    people = User.objects.filter(pk__in=session.facilitations.values("user"))
    change(
        session=session,
        by=by,
        on=on,
        starts=starts,
        ends=ends,
        room=room,
        online_link=session.online_link,
        facilitators=list(people),
    )


@transaction.atomic
def cancel_session(*, session: Session, by: User, scope: str = Scope.ONE) -> int:
    """The room and the facilitators are free again; whoever is concerned hears it once."""
    locked_series(session.series_id)
    session = to_come(session)
    sessions = list(Session.objects.touched_by(session, scope, at=timezone.now()))
    told = notices.concerned(session.group, sessions)
    rows = Session.objects.filter(pk__in=[one.pk for one in sessions])
    rows.update(**cancelled(by), revision=F("revision") + 1, changed_at=timezone.now())
    record_change(by=by, obj=session, segment=Permission.EDIT)
    _tell(session, sessions, told, by=by, until=sessions[-1].period.upper)
    return len(sessions)


def _difference(
    session: Session,
    zone: str,
    on: date,
    starts: time,
    ends: time,
    room: Room | None,
    online_link: str,
    facilitators: tuple[User, ...],
) -> Difference:
    start, end = local(session.period.lower, zone), local(session.period.upper, zone)
    now_led_by = set(session.facilitations.values_list("user", flat=True))
    return Difference(
        days=on - start.date(),
        starts=starts,
        ends=ends,
        room=room,
        online_link=online_link,
        facilitators=facilitators,
        of_time=(on, starts, ends) != (start.date(), start.time(), end.time()),
        of_place=(room, online_link) != (session.room, session.online_link),
        of_facilitators={person.pk for person in facilitators} != now_led_by,
    )


def _rewrite(
    sessions: list[Session], difference: Difference, *, start: Session, scope: str, zone: str, by: User
) -> list[Session]:
    """Those that are different now. First each of them makes room, so that they may take each other's moments."""
    touched = [one for one in sessions if _apply(difference, one, first=one.pk == start.pk, scope=scope, zone=zone)]
    led_by = {one.pk: tuple(part.user for part in one.facilitations.all()) for one in touched}
    replaced = [
        one for one in touched if difference.of_facilitators and (one.pk == start.pk or not one.own_facilitators)
    ]
    led_by |= dict.fromkeys([one.pk for one in replaced], difference.facilitators)
    wanted = [clashes.Wanted(one.period, one.room, led_by[one.pk]) for one in touched]
    with one_by_one(wanted, organisation=start.organisation, ignoring=touched):
        Session.objects.filter(pk__in=[one.pk for one in touched]).update(**cancelled(by))
        _lead(replaced, difference.facilitators)
        Session.objects.bulk_update(touched, WRITTEN)
    return touched


def _apply(difference: Difference, one: Session, *, first: bool, scope: str, zone: str) -> bool:
    """On the row in hand; whether anything of it is different."""
    of_time = difference.of_time and (first or not one.own_time)
    of_place = difference.of_place and (first or not one.own_place)
    of_facilitators = difference.of_facilitators and (first or not one.own_facilitators)
    if of_time:
        one.period = _moved(one, difference, zone)
    if of_place:
        one.room, one.online_link = difference.room, difference.online_link
    if scope == Scope.ONE:
        one.own_time |= of_time
        one.own_place |= of_place
        one.own_facilitators |= of_facilitators
    one.revision += 1
    one.changed_at = timezone.now()
    return of_time or of_place or of_facilitators


def _moved(one: Session, difference: Difference, zone: str) -> DateTimeTZRange:
    return planning.period(
        local(one.period.lower, zone).date() + difference.days, difference.starts, difference.ends, zone
    )


def _lead(sessions: list[Session], facilitators: tuple[User, ...]) -> None:
    """While the sessions are set aside; period and state follow when they are planned again."""
    Facilitation.objects.filter(session__in=sessions).delete()
    set_aside = Session.objects.filter(pk__in=[one.pk for one in sessions])
    Facilitation.objects.bulk_create(
        Facilitation(organisation_id=one.organisation_id, session=one, user=person, period=one.period, state=one.state)
        for one in set_aside
        for person in facilitators
    )


def _describe(series: Series, difference: Difference) -> None:
    """The series says how it is from now on."""
    new = {}
    if difference.of_time:
        new |= {"starts": difference.starts, "ends": difference.ends}
    if difference.of_place:
        new |= {"room": difference.room, "online_link": difference.online_link}
    if new:
        Series.objects.filter(pk=series.pk).update(**new)
    if difference.of_facilitators:
        series.facilitators.set(difference.facilitators)


def _tell(session: Session, sessions: list[Session], told: Collection[User], *, by: User, until: datetime) -> None:
    """Whoever was concerned before or is now; of a draft nobody hears."""
    if session.series.draft:
        return
    people = {person.pk: person for person in (*told, *notices.concerned(session.group, sessions))}
    notices.tell(people.values(), group=session.group, by=by, until=until)
