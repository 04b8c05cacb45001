"""When a check-in falls due: the next wall time of a schedule, as an instant."""

from datetime import date, datetime, timedelta

from aftercare.core.clocks import instant, local_date
from trajectories.checkins.models import CheckInSchedule


def next_due(schedule: CheckInSchedule, *, after: datetime) -> datetime | None:
    """The first instant after `after` that the schedule names and that falls outside its pause; None at its end."""
    step = timedelta(weeks=schedule.every_weeks)
    first = schedule.starts_on + timedelta(days=(schedule.weekday - schedule.starts_on.weekday()) % 7)
    steps = (local_date(after, schedule.zone) - first) // step
    day = first + step * max(steps, 0)
    while is_paused(schedule, day) or instant(day, schedule.wall_time, schedule.zone) <= after:
        day += step
    if schedule.until and day > schedule.until:
        return None
    return instant(day, schedule.wall_time, schedule.zone)


def is_paused(schedule: CheckInSchedule, day: date) -> bool:
    return schedule.paused_from is not None and schedule.paused_from <= day <= schedule.paused_until
