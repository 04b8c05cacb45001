"""Quiet hours: when nobody is disturbed, on the recipient's own clock."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings

from aftercare.core.clocks import instant, is_zone

ONE_DAY = timedelta(days=1)


def first_moment(at: datetime, *, zone: str, quiet: tuple[time, time] | None = None) -> datetime:
    """`at` itself, or the end of the quiet hours that it falls in: the person's own, else those of settings."""
    zone = zone if is_zone(zone) else settings.TIME_ZONE
    start, end = quiet or (time.fromisoformat(text) for text in settings.QUIET_HOURS)
    local = at.astimezone(ZoneInfo(zone))
    if start <= local.time() < end or (end < start and local.time() < end):
        return instant(local.date(), end, zone)
    if end < start <= local.time():
        return instant(local.date() + ONE_DAY, end, zone)
    return at
