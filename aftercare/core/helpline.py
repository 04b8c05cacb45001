"""Whether the helpline can be called now, and if not, when. Wall time in the helpline's own zone."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import holidays
from django.conf import settings
from django.utils.dates import WEEKDAYS, WEEKDAYS_ABBR
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

ZONE = ZoneInfo("Europe/Amsterdam")
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Hours:
    opens: time
    closes: time
    weekdays: frozenset[int]  # Monday is 0

    def on(self, day: date) -> bool:
        return day.weekday() in self.weekdays and day not in holidays.country_holidays("NL", years=day.year)

    def __str__(self) -> str:
        days = sorted(self.weekdays)
        names = [str(WEEKDAYS_ABBR[day]) for day in days]
        in_a_row = len(days) > 2 and days[-1] - days[0] == len(days) - 1
        shown = f"{names[0]}-{names[-1]}" if in_a_row else ", ".join(names)
        times = {"opens": f"{self.opens:%H:%M}", "closes": f"{self.closes:%H:%M}"}
        return capfirst(shown) + ", " + _("%(opens)s to %(closes)s") % times


@dataclass(frozen=True)
class Helpline:
    """What a page says about the helpline at one moment."""

    phone: str
    hours: Hours
    is_open: bool
    now: str

    @property
    def tel(self) -> str:
        return "tel:" + "".join(sign for sign in self.phone if sign in "+0123456789")


def helpline(*, at: datetime) -> Helpline:
    """The helpline of settings, as it is at this instant."""
    hours = _hours(**settings.HELPLINE)
    local = at.astimezone(ZONE)
    is_open = hours.on(local.date()) and hours.opens <= local.time() < hours.closes
    now = _("Open until %(time)s") % {"time": f"{hours.closes:%H:%M}"} if is_open else _opens(hours, local)
    return Helpline(phone=settings.HELPLINE["phone"], hours=hours, is_open=is_open, now=now)


def _hours(*, opens: str, closes: str, weekdays: Iterable[int], **_rest) -> Hours:
    return Hours(time.fromisoformat(opens), time.fromisoformat(closes), frozenset(weekdays))


def _opens(hours: Hours, local: datetime) -> str:
    day = local.date() if local.time() < hours.opens else local.date() + DAY
    while not hours.on(day):
        day += DAY
    ahead = (day - local.date()).days
    near = {0: _("Opens today at %(time)s"), 1: _("Opens tomorrow at %(time)s")}
    words = near.get(ahead) or _("Opens %(day)s at %(time)s")
    name = WEEKDAYS[day.weekday()] if ahead < 7 else date_format(day, "j F")
    return words % {"time": f"{hours.opens:%H:%M}", "day": name}
