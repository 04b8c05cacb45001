"""Which numbers about people may be told: none that is small, none from which a small one can be worked out.

Pure: counts in, marks out. What is covered and what is not stands in docs/decisions.
"""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from django.utils.translation import gettext as _

FEWEST = 10
"""A number below this, or that leaves fewer than this, is not told."""
Key = TypeVar("Key", bound=Hashable)


class Mark(StrEnum):
    TOLD = "told"
    FEW = "few"
    """The number is small, or what remains is."""
    HIDDEN = "hidden"
    """It is large enough, but would give a small one away."""


@dataclass(frozen=True)
class Share:
    """`count` of `of` people, told only when neither it nor what remains is a small number."""

    count: int
    of: int

    @property
    def is_told(self) -> bool:
        return self.count >= FEWEST and self.of - self.count >= FEWEST

    def __str__(self) -> str:
        if not self.is_told:
            return _("fewer than %(count)d, or nearly all") % {"count": FEWEST}
        words = {"count": self.count, "of": self.of, "percent": round(100 * self.count / self.of)}
        return _("%(count)d of %(of)d (%(percent)d %%)") % words


@dataclass(frozen=True)
class Cell:
    """`count` of `of`, in one part of a whole.

    `below`: how many of those a narrower number on the same page counts already, so that the step between the two is
    not small either. `people` and `others`: how many people stand behind `count` and behind the rest, where things of
    people are counted. Without `of` it is a number of people by itself.
    """

    count: int = 0
    of: int | None = None
    below: int = 0
    people: int | None = None
    others: int | None = None

    @property
    def rest(self) -> int | None:
        return None if self.of is None else self.of - self.count

    @property
    def is_small(self) -> bool:
        counts = [self.count - self.below, self.rest, self.people, self.others]
        return any(count is not None and count < FEWEST for count in counts)

    @property
    def nothing(self) -> "Cell":
        """Of the same kind, with nobody in it."""
        return Cell(0, *(None if each is None else 0 for each in (self.of, self.below, self.people, self.others)))

    @property
    def percent(self) -> int:
        return round(100 * self.count / self.of) if self.of else 0

    def __add__(self, other: "Cell") -> "Cell":
        return Cell(
            self.count + other.count,
            _sum(self.of, other.of),
            self.below + other.below,
            _sum(self.people, other.people),
            _sum(self.others, other.others),
        )


def _sum(one: int | None, other: int | None) -> int | None:
    return None if one is None or other is None else one + other


def whole(parts: Mapping[Key, Cell]) -> Cell:
    first, *others = parts.values()
    return sum(others, start=first)


def told(count: int) -> str:
    return _("fewer than %(count)d") % {"count": FEWEST} if count < FEWEST else str(count)


def protect(*partitions: Mapping[Key, Cell]) -> tuple[Mark, list[dict[Key, Mark]]]:
    """How the whole and its parts are marked, when the same whole is divided in each of these ways."""
    total = whole(partitions[0])
    marked = [_protected(parts) for parts in partitions]
    if total.is_small or None in marked:
        mark = Mark.FEW if total.is_small else Mark.HIDDEN
        return mark, [{key: _silent(cell) for key, cell in parts.items()} for parts in partitions]
    return Mark.TOLD, marked


def _silent(cell: Cell) -> Mark:
    return Mark.FEW if cell.is_small else Mark.HIDDEN


def _protected(parts: Mapping[Key, Cell]) -> dict[Key, Mark] | None:
    """Beside a whole that is told; None when nothing but silence keeps its small parts unknown."""
    hidden = {key for key, cell in parts.items() if cell.is_small}
    candidates = sorted(parts.keys() - hidden, key=lambda key: (parts[key].of or parts[key].count, str(key)))
    while _gives_away({key: parts[key] for key in hidden}):
        if not candidates:
            return None
        safe = (key for key in candidates if not _gives_away({each: parts[each] for each in hidden | {key}}))
        chosen = next(safe, candidates[0])
        candidates.remove(chosen)
        hidden.add(chosen)
    return {key: _silent(cell) if key in hidden else Mark.TOLD for key, cell in parts.items()}


def _gives_away(hidden: Mapping[Key, Cell]) -> bool:
    """Whether these are a small number together, as their sum is known, or one of them has one possible count only:
    for somebody who knows of each its `of`, its mark, and whether its count or the rest is the small one.
    """
    if hidden and whole(hidden).is_small:
        return True
    total = sum(cell.count for cell in hidden.values())
    bounds = {key: _bounds(cell, total) for key, cell in hidden.items()}
    lowest, highest = sum(low for low, _high in bounds.values()), sum(high for _low, high in bounds.values())
    for key, (low, high) in bounds.items():
        least, most = max(low, total - (highest - high)), min(high, total - (lowest - low))
        if hidden[key].is_small and low < high and least == most:
            return True
    return False


def _bounds(cell: Cell, total: int) -> tuple[int, int]:
    """Between which the count of a part lies, as its mark says."""
    few = FEWEST - 1
    if cell.of is None:
        return (0, few) if cell.is_small else (FEWEST, total)
    if not cell.is_small:
        return cell.below + FEWEST, cell.of - FEWEST
    if cell.of - cell.below <= 2 * few:
        return cell.below, cell.of
    if cell.count - cell.below <= few:
        return cell.below, cell.below + few
    if cell.of - cell.count <= few:
        return cell.of - few, cell.of
    return cell.below, cell.of
