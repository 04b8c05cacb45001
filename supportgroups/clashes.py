"""Which room or facilitator is taken, by what; and which rooms are free then. The database has the last word."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from aftercare.accounts.models import Organisation, User
from aftercare.core.errors import Refused
from supportgroups.models import Enrolment, Facilitation, Room, Session, SupportGroup

CONSTRAINTS = {"session_room_once", "facilitator_once"}


@dataclass(frozen=True)
class Wanted:
    """A moment for which a room and facilitators are asked. Online needs no room."""

    period: DateTimeTZRange
    room: Room | None
    facilitators: tuple[User, ...] = ()


@dataclass(frozen=True)
class Clash:
    """`taken` is the name of the room or person; `group` is empty where the asker may not know it."""

    wanted: Wanted
    taken: str
    group: str
    of_room: bool

    @property
    def on(self) -> date:
        return timezone.localtime(self.wanted.period.lower).date()

    def __str__(self) -> str:
        start = timezone.localtime(self.wanted.period.lower)
        words = {"when": f"{date_format(start, 'D j F')} {start:%H:%M}", "taken": self.taken, "group": self.group}
        if self.of_room:
            return _("%(when)s: %(taken)s is taken by %(group)s.") % words
        if self.group:
            return _("%(when)s: %(taken)s facilitates %(group)s then.") % words
        return _("%(when)s: %(taken)s facilitates somewhere else then.") % words


class Clashing(Refused):
    """A room or facilitator is taken; `clashes` says which, when and by what."""

    def __init__(self, clashes: list[Clash]):
        self.clashes = clashes
        super().__init__(
            " ".join(map(str, clashes))
            or _("Somebody else planned this room or facilitator at the same moment. Please look again.")
        )


def find(wanted: Collection[Wanted], *, organisation: Organisation, ignoring: Collection[Session] = ()) -> list[Clash]:
    """Every clash of what is wanted with what is planned, in order of time. Two queries, however many moments."""
    if not wanted:
        return []
    rooms = Session.objects.planned().filter(_any(_in_room(one) for one in wanted))
    people = Facilitation.objects.filter(
        _any(Q(user__in=one.facilitators, period__overlap=one.period) for one in wanted), state=Session.State.PLANNED
    )
    if ignoring:
        own = [session.pk for session in ignoring]
        rooms, people = rooms.exclude(pk__in=own), people.exclude(session__in=own)
    rooms, people = list(rooms.select_related("group")), list(people.select_related("session__group", "user"))
    clashes = []
    for one in wanted:
        clashes += [
            Clash(one, one.room.name, session.group.name, of_room=True)
            for session in rooms
            if one.room and session.room_id == one.room.pk and _overlap(session.period, one.period)
        ]
        clashes += [
            Clash(one, taken.user.name, _name_within(taken.session, organisation), of_room=False)
            for taken in people
            if taken.user in one.facilitators and _overlap(taken.period, one.period)
        ]
    return clashes


def busy_participants(periods: Iterable[DateTimeTZRange], *, group: SupportGroup) -> Mapping[DateTimeTZRange, int]:
    """How many of the group's people have another group at that time. Nobody is named."""
    periods = list(periods)
    if not periods:
        return {}
    people = Enrolment.objects.current().filter(group=group).order_by().values("participant")
    elsewhere = (
        Session.objects.planned()
        .filter(
            _any(Q(period__overlap=period) for period in periods),
            group__enrolments__participant__in=people,
            group__enrolments__left_at=None,
        )
        .exclude(group=group)
    )
    taken = set(elsewhere.order_by().values_list("period", "group__enrolments__participant"))
    busy = {period: len({person for when, person in taken if _overlap(when, period)}) for period in periods}
    return {period: number for period, number in busy.items() if number}


def free_rooms(
    periods: Iterable[DateTimeTZRange], *, organisation: Organisation
) -> Mapping[DateTimeTZRange, list[Room]]:
    """The organisation's rooms that nobody has, for each of the periods."""
    periods = list(periods)
    if not periods:
        return {}
    rooms = list(Room.objects.filter(organisation=organisation))
    taken = Session.objects.planned().filter(
        _any(Q(period__overlap=period) for period in periods), organisation=organisation
    )
    taken = list(taken.values_list("room", "period"))
    return {
        period: [room for room in rooms if not any(room.pk == by and _overlap(period, when) for by, when in taken)]
        for period in periods
    }


def _in_room(one: Wanted) -> Q:
    return Q(room=one.room, period__overlap=one.period) if one.room else Q(pk__in=[])


def _any(conditions: Iterable[Q]) -> Q:
    return reduce(or_, conditions)


def _overlap(one: DateTimeTZRange, other: DateTimeTZRange) -> bool:
    return one.lower < other.upper and other.lower < one.upper


def _name_within(session: Session, organisation: Organisation) -> str:
    return session.group.name if session.organisation_id == organisation.pk else ""
