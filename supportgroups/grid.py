"""A week as a grid of half hours: where each session stands, and how many share its width."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time

from django.utils import timezone

from supportgroups.agenda import Day, Week
from supportgroups.models import Session
from supportgroups.planning import overlap

OPENS, CLOSES = 9, 21
"""Hours that are always shown; earlier and later ones only when there is a session."""
FIRST_ROW, FIRST_COLUMN = 2, 2
"""Under the names of the days, beside the hours."""


@dataclass(frozen=True)
class Spot:
    session: Session
    row: int
    end_row: int
    lane: int
    lanes: int


@dataclass(frozen=True)
class Column:
    number: int
    day: Day
    spots: list[Spot]


@dataclass(frozen=True)
class Grid:
    opens: int
    closes: int
    columns: list[Column]

    @property
    def slots(self) -> int:
        return (self.closes - self.opens) * 2

    @property
    def hours(self) -> list[tuple[int, time]]:
        """The row of each full hour but the first, which stands against the names of the days."""
        return [(FIRST_ROW + (hour - self.opens) * 2, time(hour)) for hour in range(self.opens + 1, self.closes)]


def of(week: Week) -> Grid:
    sessions = [session for day in week.days for session in day.sessions]
    opens = min([OPENS, *(timezone.localtime(session.period.lower).hour for session in sessions)])
    closes = max([CLOSES, *(-(-_half_hours(session)[1] // 2) for session in sessions)])
    columns = [
        Column(number, day, list(_spots(day.sessions, opens=opens)))
        for number, day in enumerate(week.days, start=FIRST_COLUMN)
    ]
    return Grid(opens, closes, columns)


def _spots(sessions: list[Session], *, opens: int) -> Iterator[Spot]:
    """Sessions that overlap, directly or by way of another, stand side by side."""
    for together in _clusters(sessions):
        last_of: list[Session] = []
        placed = []
        for session in together:
            free = (lane for lane, last in enumerate(last_of) if not overlap(last.period, session.period))
            lane = next(free, len(last_of))
            last_of[lane : lane + 1] = [session]
            placed.append((session, lane))
        for session, lane in placed:
            start, end = (half_hour - opens * 2 + FIRST_ROW for half_hour in _half_hours(session))
            yield Spot(session, start, end, lane, len(last_of))


def _clusters(sessions: list[Session]) -> list[list[Session]]:
    clusters: list[list[Session]] = []
    for session in sessions:
        if clusters and any(overlap(other.period, session.period) for other in clusters[-1]):
            clusters[-1].append(session)
        else:
            clusters.append([session])
    return clusters


def _half_hours(session: Session) -> tuple[int, int]:
    """From midnight: the one in which it begins, and the one after the one in which it ends."""
    start, end = timezone.localtime(session.period.lower), timezone.localtime(session.period.upper)
    first, last = _minutes(start) // 30, -(-_minutes(end) // 30)
    return first, last if end.date() == start.date() else 48


def _minutes(at: datetime) -> int:
    return at.hour * 60 + at.minute
