"""Which days a repeat falls on, and which day is the usual one for the next appointment."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from dateutil.rrule import WEEKLY, rrule

from aftercare.core.clocks import instant, local
from supportgroups.planning import holiday
from trajectories.appointments.models import Appointment
from trajectories.plans.models import PlanItem

MOST = 52
WEEK = timedelta(weeks=1)

WITH_A_NUMBER = re.compile(r"\b(\d{1,2})\s+(?:weken|weeks)\b")
IN_WORDS = [
    (re.compile(r"maand|month"), 4),
    (re.compile(r"om de week|twee weken|every other week|two weeks"), 2),
    (re.compile(r"drie weken|three weeks"), 3),
    (re.compile(r"vier weken|four weeks"), 4),
    (re.compile(r"zes weken|six weeks"), 6),
    (re.compile(r"elke week|iedere week|per week|wekelijks|every week|a week|weekly"), 1),
]
USUAL = [(8, 1), (43, 2)]
"""Of the weeks since the start of a trajectory: up to the 8th every week, up to the 43rd every two weeks."""
AFTERWARDS = 4


@dataclass(frozen=True)
class Day:
    """A day that a repeat falls on."""

    on: date
    starts_at: datetime
    holiday: str


def days(*, first_on: date, at: time, zone: str, every_weeks: int, times: int | None, until: date | None) -> list[Day]:
    """At the same time on the clock, whatever the clock does in between."""
    last = {"until": datetime.combine(until, time.max)} if until else {"count": times}
    found = rrule(WEEKLY, interval=every_weeks, dtstart=datetime.combine(first_on, at), **last)
    return [day(one.date(), at, zone) for one in found[: MOST + 1]]


def day(on: date, at: time, zone: str) -> Day:
    return Day(on, instant(on, at, zone), holiday(on))


def moved(one: Appointment, *, with_first: Appointment, to: datetime, zone: str) -> Day:
    """Where an appointment of a row comes when the first goes `to` another moment: as many days on, at its new time."""
    was = local(one.starts_at, zone).date()
    if with_first.starts_at == to:
        return Day(was, one.starts_at, "")
    became = local(to, zone)
    return day(was + (became.date() - local(with_first.starts_at, zone).date()), became.time(), zone)


def weeks_in(frequency: str) -> int | None:
    """How many weeks lie between, as "how often" in the plan says it; None for what it does not say."""
    text = frequency.lower()
    if number := WITH_A_NUMBER.search(text):
        return int(number[1]) or None
    return next((weeks for words, weeks in IN_WORDS if words.search(text)), None)


def weeks_to_next(appointment: Appointment) -> int:
    """As its row has it, else as the plan says, else the usual rhythm: closer at first, wider later."""
    if appointment.series_id:
        return appointment.series.every_weeks
    kind = PlanItem.Kind.FAMILY if appointment.kind == Appointment.Kind.FAMILY else PlanItem.Kind.INDIVIDUAL
    items = appointment.trajectory.plan_items.filter(kind=kind, state=PlanItem.State.ACTIVE).order_by("starts_on", "id")
    agreed = filter(None, map(weeks_in, items.values_list("frequency", flat=True)))
    return next(agreed, None) or _usual(appointment)


def _usual(appointment: Appointment) -> int:
    weeks = (appointment.starts_at.date() - appointment.trajectory.starts_on) // WEEK
    return next((step for until, step in USUAL if weeks < until), AFTERWARDS)


def next_day(appointment: Appointment, *, today: date, zone: str) -> Day:
    """The same weekday and time, so many weeks later, after today and on no public holiday."""
    start, step = local(appointment.starts_at, zone), WEEK * weeks_to_next(appointment)
    on = start.date() + step
    while on <= today:
        on += step
    while holiday(on):
        on += WEEK
    return day(on, start.time(), zone)
