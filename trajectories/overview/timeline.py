"""What happened, newest first: one union over the sources of moments, a page at a time.

Written in SQL: building the same union with the ORM takes longer than running it.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import cache
from uuid import UUID

from django.db import connection
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from aftercare.accounts.models import User
from aftercare.core.templatetags.ui import written
from trajectories.dossier.models import Trajectory
from trajectories.overview.moments import SOURCES
from trajectories.overview.sources import Source, Words

PAGE = 25
KINDS: dict[str, Promise] = {"": _("Everything"), "contact": _("Contact"), "logs": _("Logs"), "signals": _("Signals")}
OF_SOURCE = {source.name: source for source in SOURCES}


@dataclass(frozen=True)
class Entry:
    at: datetime
    """On the clock of whoever reads."""
    when: str
    words: Words
    is_new: bool


@dataclass(frozen=True)
class Timeline:
    kind: str
    entries: list[Entry]
    is_first: bool
    older: str
    """The address of the next page; empty at the end."""
    until: datetime | None
    """What the next page comes before."""

    @property
    def new(self) -> int:
        return sum(entry.is_new for entry in self.entries)


def cursor_of(at: datetime, pk: UUID) -> str:
    return f"{int(at.timestamp() * 1_000_000)}-{pk.hex}"


def read_cursor(text: str) -> tuple[datetime, UUID] | None:
    """What a page comes before; nothing, or what cannot be read, is the newest page."""
    stamp, _dash, pk = text.partition("-")
    try:
        return datetime.fromtimestamp(int(stamp) / 1_000_000, tz=UTC), UUID(hex=pk)
    except (ValueError, OverflowError, OSError):
        return None


def read(
    trajectory: Trajectory, *, by: User, now: datetime, looked_at: datetime | None, kind: str = "", before: str = ""
) -> Timeline:
    """A page of the timeline as `by` sees it, who looked before at `looked_at`."""
    kind = kind if kind in KINDS else ""
    start = read_cursor(before)
    params = {
        "trajectory": trajectory.pk,
        "person": trajectory.client.user_id,
        "organisation": trajectory.organisation_id,
        "opened": timezone.make_aware(datetime.combine(trajectory.starts_on, time())),
        "closed": trajectory.closed_at or now,
        "zone": trajectory.client.user.time_zone,
        "before": start and start[0],
        "before_id": start and start[1],
    }
    with connection.cursor() as cursor:
        cursor.execute(_union(kind, older=bool(start)), params)
        rows = cursor.fetchall()
    page, today = rows[:PAGE], timezone.localdate(now)
    return Timeline(
        kind=kind,
        entries=[_entry(row, by=by, today=today, looked_at=looked_at) for row in page],
        is_first=not start,
        older=cursor_of(page[-1][1], page[-1][2]) if len(rows) > PAGE else "",
        until=page[-1][1] if page else None,
    )


@cache
def _union(kind: str, *, older: bool) -> str:
    """Each source gives its own newest first, so that none is read further than one page. Every part is ours."""
    legs = [
        f"""(
            SELECT '{source.name}' AS what, {source.at} AS at, source.id AS id, {source.known_at} AS known_at,
                {source.by} AS by_id, ({_detail(source)}) AS detail
            FROM {source.tables}
            WHERE {source.where} {f"AND ({source.at}, source.id) < (%(before)s, %(before_id)s)" if older else ""}
            ORDER BY {source.at} DESC, source.id DESC LIMIT {PAGE + 1}
        )"""  # noqa: S608
        for source in SOURCES
        if kind in {"", source.group}
    ]
    return f"SELECT * FROM ({' UNION ALL '.join(legs)}) AS moments ORDER BY at DESC, id DESC LIMIT {PAGE + 1}"  # noqa: S608


def _detail(source: Source) -> str:
    """The row as JSON. A subquery, because PostgreSQL puts off what is dear until it has sorted and kept one page."""
    return f"SELECT to_json(one) FROM (SELECT {', '.join(['source.*', *source.also])}) AS one"  # noqa: S608


def _entry(row: tuple, *, by: User, today: date, looked_at: datetime | None) -> Entry:
    what, at, _id, known_at, told_by, detail = row
    words, local = OF_SOURCE[what].words(detail), timezone.localtime(at)
    return Entry(
        at=local,
        when=_when(local, today, whole_day=words.whole_day),
        words=words,
        is_new=bool(looked_at and known_at > looked_at and told_by != by.pk),
    )


def _when(at: datetime, today: date, *, whole_day: bool = False) -> str:
    """The weekday with its time within a week; the day and month within the year; the whole date before that."""
    day = at.date()
    days = (today - day).days
    if days < 7:
        return written(day, "D") if whole_day else f"{written(day, 'D')} {at:%H:%M}"
    return written(day, pgettext("date format", "j M") if days < 330 else pgettext("date format", "j M Y"))
