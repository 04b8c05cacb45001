"""Which room or facilitator is taken, by what; and which rooms are free then. The database has the last word."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum, auto
from functools import reduce
from operator import or_

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from aftercare.accounts.models import Organisation, User
from aftercare.core.errors import Refused
from supportgroups import elsewhere
from supportgroups.models import Enrolment, Facilitation, Room, Session, SupportGroup
from supportgroups.planning import overlap

CONSTRAINTS = {"session_room_once", "facilitator_once"}


@dataclass(frozen=True)
class Wanted:
    """A moment for which a room and facilitators are asked. Online needs no room."""

    period: DateTimeTZRange
    room: Room | None
    facilitators: tuple[User, ...] = ()


class By(Enum):
    """What a clash is with."""

    ROOM = auto()
    GROUP = auto()
    APPOINTMENT = auto()
    AWAY = auto()


@dataclass(frozen=True)
class Clash:
    """`taken` is the name of the room or person; `group` is empty where the asker may not know it."""

    wanted: Wanted
    taken: str
    by: By
    group: str = ""

    @property
    def of_room(self) -> bool:
        return self.by is By.ROOM

    @property
    def is_absence(self) -> bool:
        """A session may be planned all the same: somebody else can take it over."""
        return self.by is By.AWAY

    @property
    def on(self) -> date:
        return timezone.localtime(self.wanted.period.lower).date()

    @property
    def short(self) -> str:
        """Beside the date."""
        words = {"taken": self.taken, "group": self.group}
        match self.by:
            case By.ROOM:
                return _("Taken: %(group)s") % words
            case By.APPOINTMENT:
                return _("%(taken)s has an appointment") % words
            case By.AWAY:
                return _("%(taken)s is away") % words
        return (_("%(taken)s is at %(group)s") if self.group else _("%(taken)s is elsewhere")) % words

    def __str__(self) -> str:
        start = timezone.localtime(self.wanted.period.lower)
        words = {"when": f"{date_format(start, 'D j F')} {start:%H:%M}", "taken": self.taken, "group": self.group}
        match self.by:
            case By.ROOM:
                return _("%(when)s: %(taken)s is taken by %(group)s.") % words
            case By.APPOINTMENT:
                return _("%(when)s: %(taken)s has an appointment then.") % words
            case By.AWAY:
                return _("%(when)s: %(taken)s is away then.") % words
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
    """Every clash of what is wanted with what is planned, in order of time. A few queries, however many moments."""
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
    others = _elsewhere(wanted)
    clashes = []
    for one in wanted:
        clashes += [
            Clash(one, one.room.name, By.ROOM, session.group.name)
            for session in rooms
            if one.room and session.room_id == one.room.pk and overlap(session.period, one.period)
        ]
        clashes += [
            Clash(one, taken.user.name, By.GROUP, _name_within(taken.session, organisation))
            for taken in people
            if taken.user in one.facilitators and overlap(taken.period, one.period)
        ]
        clashes += others.get(one, ())
    return clashes


def unless_elsewhere(wanted: Collection[Wanted]) -> None:
    """Refuses what is wanted of somebody who has an appointment then; absences are no reason to refuse."""
    clashes = [clash for found in _elsewhere(wanted).values() for clash in found if not clash.is_absence]
    if clashes:
        raise Clashing(clashes)


def _elsewhere(wanted: Collection[Wanted]) -> Mapping[Wanted, list[Clash]]:
    """What other domains know of: appointments and absences."""
    people = {person.pk: person for one in wanted for person in one.facilitators}
    taken = elsewhere.taken(people.keys(), [one.period for one in wanted])
    found: dict[Wanted, list[Clash]] = {}
    for one in wanted:
        for other in taken:
            if people[other.user_id] in one.facilitators and overlap(other.period, one.period):
                by = By.AWAY if other.away else By.APPOINTMENT
                found.setdefault(one, []).append(Clash(one, people[other.user_id].name, by))
    return found


def busy_participants(periods: Iterable[DateTimeTZRange], *, group: SupportGroup) -> Mapping[DateTimeTZRange, int]:
    """How many of the group's people have another group at that time. Nobody is named."""
    periods = list(periods)
    if not periods:
        return {}
    people = Enrolment.objects.current().filter(group=group).order_by().values("participant")
    others = (
        Session.objects.planned()
        .filter(
            _any(Q(period__overlap=period) for period in periods),
            group__enrolments__participant__in=people,
            group__enrolments__left_at=None,
        )
        .exclude(group=group)
    )
    taken = set(others.order_by().values_list("period", "group__enrolments__participant"))
    busy = {period: len({person for when, person in taken if overlap(when, period)}) for period in periods}
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
        period: [room for room in rooms if not any(room.pk == by and overlap(period, when) for by, when in taken)]
        for period in periods
    }


def _in_room(one: Wanted) -> Q:
    return Q(room=one.room, period__overlap=one.period) if one.room else Q(pk__in=[])


def _any(conditions: Iterable[Q]) -> Q:
    return reduce(or_, conditions)


def _name_within(session: Session, organisation: Organisation) -> str:
    return session.group.name if session.organisation_id == organisation.pk else ""
