"""Sessions that nobody leads, or whose facilitator is away; and who could take them over."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from aftercare.accounts.models import Membership, User
from supportgroups import elsewhere
from supportgroups.access import FACILITATORS
from supportgroups.models import Facilitation, Session
from supportgroups.planning import overlap

OFFERED = 2


@dataclass(frozen=True)
class Gap:
    """`away` are those of its facilitators who are not there; `free` could lead it, who led the group before first."""

    session: Session
    away: list[User]
    free: list[User]


def gaps(sessions: Iterable[Session]) -> list[Gap]:
    """Of sessions that were asked `with_people`, in their order. Five queries at most, however many sessions."""
    sessions = list(sessions)
    colleagues = _colleagues({session.organisation_id for session in sessions})
    known = {person.pk for people in colleagues.values() for person in people} | {
        part.user_id for session in sessions for part in session.facilitations.all()
    }
    taken = elsewhere.taken(known, [session.period for session in sessions])
    missed = [(session, _away(session, taken)) for session in sessions]
    missed = [(session, away) for session, away in missed if away or not session.facilitations.all()]
    if not missed:
        return []
    busy: dict[UUID, list[DateTimeTZRange]] = defaultdict(list)
    for person, period in _leading(known, [session for session, _ in missed]):
        busy[person].append(period)
    for one in taken:
        busy[one.user_id].append(one.period)
    led = _led({session.group_id for session, _ in missed})

    def could(session: Session) -> list[User]:
        people = [one for one in colleagues.get(session.organisation_id, ()) if not _is_taken(busy[one.pk], session)]
        return sorted(people, key=lambda one: ((one.pk, session.group_id) not in led, one.name))[:OFFERED]

    return [Gap(session, away, could(session)) for session, away in missed]


def away_then(people: Collection[UUID], period: DateTimeTZRange) -> set[UUID]:
    taken = elsewhere.taken(people, [period])
    return {one.user_id for one in taken if one.away and overlap(one.period, period)}


def _away(session: Session, taken: list[elsewhere.Taken]) -> list[User]:
    away = {one.user_id for one in taken if one.away and overlap(one.period, session.period)}
    return [part.user for part in session.facilitations.all() if part.user_id in away]


def _is_taken(busy: list[DateTimeTZRange], session: Session) -> bool:
    return any(overlap(period, session.period) for period in busy)


def _colleagues(organisations: set[UUID]) -> dict[UUID, list[User]]:
    members = Membership.objects.active().filter(organisation__in=organisations, role__in=FACILITATORS)
    found: dict[UUID, list[User]] = {}
    for member in members.filter(user__is_active=True).select_related("user"):
        people = found.setdefault(member.organisation_id, [])
        if member.user not in people:
            people.append(member.user)
    return found


def _leading(people: Collection[UUID], sessions: list[Session]) -> list[tuple[UUID, DateTimeTZRange]]:
    during = DateTimeTZRange(
        min(session.period.lower for session in sessions), max(session.period.upper for session in sessions)
    )
    planned = Facilitation.objects.filter(user__in=people, period__overlap=during, state=Session.State.PLANNED)
    return list(planned.order_by().values_list("user", "period"))


def _led(groups: set[UUID]) -> set[tuple[UUID, UUID]]:
    """Who led which of these groups at some time."""
    before = Facilitation.objects.filter(session__group__in=groups).order_by()
    return set(before.values_list("user", "session__group").distinct())
