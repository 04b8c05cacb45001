"""What a story is made of: one person's months of aftercare as plain data, before it is told to the portal."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from aftercare.core.clocks import instant
from trajectories.demo.courses import Course, Week
from trajectories.demo.people import Person

HOME = "Europe/Amsterdam"
DAY = timedelta(days=1)
WEEK = timedelta(weeks=1)


def wall(on: date, hour: int, minute: int = 0, *, zone: str = HOME) -> datetime:
    return instant(on, time(hour, minute), zone)


@dataclass(frozen=True)
class Step:
    """A coping step."""

    text: str
    trigger: str
    at: datetime
    call_name: str = ""
    call_phone: str = ""


@dataclass(frozen=True)
class Item:
    """A part of the plan; `details` are fields of PlanItem, `done_on` the days that were ticked."""

    kind: str
    title: str
    at: datetime
    details: dict
    group: str = ""
    done_on: tuple[date, ...] = ()


@dataclass(frozen=True)
class Schedule:
    weekday: int
    at: time
    zone: str
    starts_on: date

    def dues(self, until: date) -> list[datetime]:
        """Every instant on which the check-in was asked, up to and including the day `until`."""
        first = self.starts_on + DAY * ((self.weekday - self.starts_on.weekday()) % 7)
        weeks = (until - first).days // 7 + 1
        return [instant(first + WEEK * week, self.at, self.zone) for week in range(weeks)]


@dataclass(frozen=True)
class Asked:
    """One check-in: asked at `due_at`, and answered, or not (yet)."""

    due_at: datetime
    answered_at: datetime | None = None
    week: Week | None = None
    note: str = ""


@dataclass(frozen=True)
class Trigger:
    at: datetime
    strength: int
    kind: str = ""
    own_word: str = ""
    helped: str = ""
    step: int | None = None
    strength_after: int | None = None
    note: str = ""


@dataclass(frozen=True)
class Meeting:
    """An appointment; still planned when there is no `state`."""

    starts_at: datetime
    kind: str
    minutes: int
    place: str
    planned_at: datetime
    state: str = ""
    note: str = ""
    summary: str = ""
    guests: tuple[tuple[str, str], ...] = ()
    """Name and relation of who else comes."""

    @property
    def recorded_at(self) -> datetime:
        return self.starts_at + timedelta(minutes=self.minutes + 10)


@dataclass
class Story:
    person: Person
    course: Course
    starts_on: date
    ends_on: date
    goal: str
    schedule: Schedule
    kind: str = "client"
    registered: dict = field(default_factory=dict)
    steps: list[Step] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)
    triggers: list[Trigger] = field(default_factory=list)
    meetings: list[Meeting] = field(default_factory=list)
    looked_at: datetime | None = None
    closed_at: datetime | None = None
    comes_back: str = ""
    """Of who left: "asks" to come back this morning, or "is back" since yesterday."""
    group: str = ""
    enrolled_at: datetime | None = None
