"""When a task must be done: working days on the organisation's clock."""

from datetime import date, datetime, time, timedelta

import holidays

from aftercare.core.clocks import instant, local, local_date

DAY_BEGINS, DAY_ENDS = time(9), time(17)
DAY = timedelta(days=1)
SHORTEST = timedelta(hours=2)


def end_of_working_day(at: datetime, *, zone: str) -> datetime:
    """The end of this working day; once that has passed, or on a day off, of the next one."""
    day = local_date(at, zone)
    while not is_working_day(day) or instant(day, DAY_ENDS, zone) <= at:
        day += DAY
    return instant(day, DAY_ENDS, zone)


def same_day(at: datetime, *, zone: str) -> datetime:
    """The end of this day, a day off as well; late in the evening two hours from now."""
    return max(instant(local_date(at, zone) + DAY, time(), zone), at + SHORTEST)


def is_working_time(at: datetime, *, zone: str) -> bool:
    there = local(at, zone)
    return is_working_day(there.date()) and DAY_BEGINS <= there.time() < DAY_ENDS


def is_working_day(day: date) -> bool:
    return day.weekday() < 5 and day not in holidays.country_holidays("NL", years=day.year)
