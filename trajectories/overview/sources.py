"""What a moment on the timeline is: where it comes from, and how it is worded."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

Row = dict[str, Any]


@dataclass(frozen=True)
class Words:
    """`title` and `text` are the portal's or the staff's words, `own_title` and `own` the client's."""

    icon: str
    title: str
    text: str = ""
    own_title: str = ""
    own: list[str] = field(default_factory=list)
    whole_day: bool = False
    """Whether only the day is known, and no time of day is told."""


@dataclass(frozen=True)
class Source:
    """Where a kind of moment comes from. `known_at` is when staff could first know of it, `by` who told."""

    name: str
    group: str
    at: str
    known_at: str
    by: str
    tables: str
    where: str
    words: Callable[[Row], Words]
    also: tuple[str, ...] = ()
    """What the row does not hold itself, as columns."""


OF_TRAJECTORY = "source.trajectory_id = %(trajectory)s"


def sentences(*parts: str) -> str:
    """Those that say something, each with its full stop."""
    return " ".join(part if part.endswith((".", "?")) else f"{part}." for part in parts if part)
