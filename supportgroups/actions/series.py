"""A series: planned at once or as a draft, published, put away."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from itertools import product

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from aftercare.accounts.models import Organisation, User
from aftercare.core.errors import Refused, TransitionRefused
from aftercare.core.ids import new_id
from supportgroups import clashes, notices, planning
from supportgroups.access import Permission, record_change
from supportgroups.actions.groups import create_group
from supportgroups.actions.guards import locked, locked_series, one_by_one
from supportgroups.models import Room, Series, SupportGroup

STORED = (
    "first_on",
    "rhythm",
    "every",
    "count",
    "until",
    "starts",
    "ends",
    "zone",
    "room",
    "online_link",
    "on_holiday",
)

SESSIONS = """
INSERT INTO supportgroups_session
    (id, organisation_id, group_id, series_id, period, room_id, own_place, online_link, state, note)
SELECT wanted.id, organisation_id, group_id, series.id, period, room, room IS DISTINCT FROM room_id, online_link,
    'planned', ''
FROM supportgroups_series AS series, unnest(%s::uuid[], %s::tstzrange[], %s::uuid[]) AS wanted (id, period, room)
WHERE series.id = %s
"""
FACILITATIONS = """
INSERT INTO supportgroups_facilitation (id, organisation_id, session_id, user_id, period, state)
SELECT wanted.id, organisation_id, session.id, person, period, state
FROM unnest(%s::uuid[], %s::uuid[], %s::uuid[]) AS wanted (id, session, person)
JOIN supportgroups_session AS session ON session.id = wanted.session
"""


class WrongDay(Refused):
    field = "first_on"


class NoPlace(Refused):
    field = "room"


@transaction.atomic
def start_group(*, organisation: Organisation, by: User, name: str, **series) -> Series:
    """A new group with its first series; neither without the other."""
    return plan_series(group=create_group(organisation=organisation, by=by, name=name), by=by, **series)


@transaction.atomic
def plan_series(
    *,
    group: SupportGroup,
    by: User,
    first_on: date,
    starts: time,
    ends: time,
    facilitators: Iterable[User],
    room: Room | None = None,
    online_link: str = "",
    count: int | None = None,
    until: date | None = None,
    rhythm: str = Series.Rhythm.WEEKS,
    every: int = 1,
    on_holiday: str = Series.OnHoliday.SKIP_AND_ADD,
    changes: Mapping[date, planning.Change] | None = None,
    draft: bool = False,
    at: datetime | None = None,
) -> Series:
    """All sessions of a regular series, or none: raises Clashing when a room or facilitator is taken.

    A draft holds its room and facilitators too; nobody hears of it.
    """
    if locked(group).ended_at:
        raise TransitionRefused(_("This group has ended. Choose another group or start a new one."))
    asked = planning.Draft(
        first_on=first_on,
        count=count,
        until=until,
        starts=starts,
        ends=ends,
        zone=group.organisation.time_zone,
        room=room,
        online_link=online_link,
        facilitators=tuple(facilitators),
        rhythm=rhythm,
        every=every,
        on_holiday=on_holiday,
        changes=changes or {},
    )
    wanted = _moments(asked)
    with one_by_one(wanted, organisation=group.organisation):
        series = Series.objects.create(
            organisation_id=group.organisation_id,
            group=group,
            draft=draft,
            planned_by=by,
            planned_at=at or timezone.now(),
            **{name: getattr(asked, name) for name in STORED},
        )
        series.facilitators.add(*asked.facilitators)
        _hold(series, wanted, by=asked.facilitators)
    record_change(by=by, obj=series, segment=Permission.EDIT)
    return series


@transaction.atomic
def publish(*, series: Series, by: User) -> None:
    """The dates hold from now on; whoever has a place or facilitates hears it once."""
    series = _draft(series)
    Series.objects.filter(pk=series.pk).update(draft=False)
    record_change(by=by, obj=series, segment=Permission.EDIT)
    sessions = list(series.sessions.planned())
    told = notices.concerned(series.group, sessions)
    notices.tell(told, group=series.group, by=by, until=sessions[-1].period.upper)


@transaction.atomic
def put_away(*, series: Series, by: User) -> None:
    """A draft that is not wanted leaves nothing behind; room and facilitators are free again."""
    series = _draft(series)
    record_change(by=by, obj=series, segment=Permission.EDIT)
    series.sessions.all().delete()
    series.delete()


def _draft(series: Series) -> Series:
    series = locked_series(series.pk)
    if not series.draft:
        raise TransitionRefused(_("This series is not a draft any more."))
    return series


def _moments(asked: planning.Draft) -> list[clashes.Wanted]:
    if misfit := planning.misfit(asked.first_on, asked.rhythm):
        raise WrongDay(misfit)
    if not (asked.room or asked.online_link):
        raise NoPlace(_("Choose a room, or fill in an online link."))
    held = [slot for slot in planning.slots(asked) if slot.held]
    if not held:
        raise Refused(_("Every date of this series is left out. Choose more sessions or another date."))
    return [clashes.Wanted(slot.period, slot.room, asked.facilitators) for slot in held]


def _hold(series: Series, wanted: list[clashes.Wanted], *, by: Iterable[User]) -> None:
    """The sessions and who facilitates them: two statements, however many."""
    sessions, rooms = [new_id() for _one in wanted], [one.room and one.room.pk for one in wanted]
    pairs = list(product(sessions, (person.pk for person in by)))
    with connection.cursor() as cursor:
        cursor.execute(SESSIONS, [sessions, [one.period for one in wanted], rooms, series.pk])
        cursor.execute(
            FACILITATIONS,
            [[new_id() for _pair in pairs], [session for session, _who in pairs], [who for _session, who in pairs]],
        )
