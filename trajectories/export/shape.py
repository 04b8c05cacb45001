"""What the readable part of a copy is made of: chapters of sections, each a table. One template draws them all."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from trajectories.dossier.access import Permission
from trajectories.dossier.models import Trajectory


@dataclass(frozen=True)
class Told:
    """Words in a cell, and what they are about where the column does not say it."""

    text: str
    about: str = ""
    is_own: bool = False
    """Whether the reader wrote them."""


Cell = list[Told]
Row = tuple[Cell, ...]


@dataclass(frozen=True)
class Section:
    title: str
    headers: list[str]
    rows: list[Row]

    @property
    def lines(self) -> list[list[tuple[str, Cell]]]:
        """Each cell beside its header: on a phone a row stands upright."""
        return [list(zip(self.headers, row, strict=True)) for row in self.rows]


@dataclass(frozen=True)
class Chapter:
    title: str
    lead: str
    sections: list[Section] = field(default_factory=list)


@dataclass(frozen=True)
class Source:
    """Where the rows of a section come from: in one go for all of somebody's trajectories, each with whose it is.

    It tells nothing of a trajectory in which its owner may not open the page that shows the same.
    """

    title: Promise
    headers: tuple[Promise, ...]
    needs: Permission
    read: Callable[[Collection[Trajectory]], Iterator[tuple[UUID, Row]]]


def plain(text: object, about: str = "") -> Cell:
    return [Told(str(text), about)] if text not in {"", None} else []


def own(text: str, about: str = "") -> Cell:
    return [Told(text, about, is_own=True)] if text else []


def day(on: date | datetime | None) -> str:
    """Whole, because a copy is read years later too."""
    if on is None:
        return ""
    return date_format(timezone.localtime(on) if isinstance(on, datetime) else on, "j F Y")


def instant(at: datetime | None) -> str:
    return f"{day(at)} {timezone.localtime(at):%H:%M}" if at else ""


def period(since: date | datetime, until: date | datetime | None) -> str:
    if until is None:
        return _("from %(day)s") % {"day": day(since)}
    return _("%(since)s to %(until)s") % {"since": day(since), "until": day(until)}
