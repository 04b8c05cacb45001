"""Local wall time to instants. Wall time and IANA zone are stored; instants are computed here only."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

MINUTE = timedelta(minutes=1)


def instant(on: date, at: time, zone: str) -> datetime:
    """The UTC instant of a wall time. A gap moves to its first valid minute, an ambiguous hour takes the first."""
    local = datetime.combine(on, at, tzinfo=ZoneInfo(zone))
    while not _exists(local):
        local += MINUTE
    return local.astimezone(UTC)


def _exists(local: datetime) -> bool:
    there_and_back = local.astimezone(UTC).astimezone(local.tzinfo)
    return there_and_back.replace(tzinfo=None) == local.replace(tzinfo=None)


def local(at: datetime, zone: str) -> datetime:
    """What the clock there says at this instant."""
    return at.astimezone(ZoneInfo(zone))


def local_date(at: datetime, zone: str) -> date:
    return local(at, zone).date()


def is_zone(name: str) -> bool:
    try:
        return bool(ZoneInfo(name).key)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
