"""Counts as figures that may be told: protected over a whole region at once, so that pages cannot differ."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from aftercare.accounts.models import Organisation
from aftercare.core.suppression import FEWEST, Cell, Mark, protect
from aftercare.network.models import Municipality
from trajectories.outcomes import counting
from trajectories.outcomes.access import Scope
from trajectories.outcomes.counting import QUERIES, Period, Place


@dataclass(frozen=True)
class Figure:
    """A number of people, or a share in percent; in words when it is not told."""

    cell: Cell
    mark: Mark

    @property
    def is_told(self) -> bool:
        return self.mark == Mark.TOLD

    @property
    def percent(self) -> int | None:
        """For a drawing."""
        return self.cell.percent if self.is_told else None

    def __str__(self) -> str:
        if self.mark == Mark.FEW:
            return _("fewer than %(count)d") % {"count": FEWEST}
        if self.mark == Mark.HIDDEN:
            return _("hidden")
        return str(self.cell.count) if self.cell.of is None else f"{self.cell.percent}%"


NOBODY = Figure(Cell(of=0), Mark.FEW)


@dataclass(frozen=True)
class Divided:
    """One figure of a region, of its municipalities (None is not known, or elsewhere) and of its organisations."""

    whole: Figure
    towns: dict[UUID | None, Figure]
    organisations: dict[UUID, Figure]


@dataclass(frozen=True)
class Figures:
    """Everything that is told of a region over a period."""

    towns: list[Municipality]
    organisations: list[Organisation]
    found: dict[str, Divided]

    def of(self, what: str, scope: Scope, town: Municipality | None = None) -> Figure:
        """Of an organisation, of a municipality, or of the whole region."""
        divided = self.found.get(what)
        if divided is None:
            return NOBODY
        if scope.organisation:
            return divided.organisations[scope.organisation.pk]
        return divided.towns[town.pk] if town else divided.whole


def of_scope(scope: Scope, period: Period, queries: Iterable[str] = QUERIES) -> Figures:
    """Of the whole region, whoever asks: what may be told of an organisation depends on the others."""
    towns = list(Municipality.objects.filter(region=scope.region))
    organisations = list(Organisation.objects.filter(region=scope.region, kind=Organisation.Kind.CARE))
    counts = counting.of_organisations([one.pk for one in organisations], period, queries)
    found = {what: _divided(places, towns, organisations) for what, places in counts.items()}
    return Figures(towns, organisations, found)


def _divided(places: dict[Place, Cell], towns: list[Municipality], organisations: list[Organisation]) -> Divided:
    nothing = next(iter(places.values())).nothing
    by_town: dict[UUID | None, Cell] = dict.fromkeys([*(town.pk for town in towns), None], nothing)
    by_organisation = dict.fromkeys([one.pk for one in organisations], nothing)
    for (organisation, municipality), cell in places.items():
        by_town[municipality if municipality in by_town else None] += cell
        by_organisation[organisation] += cell
    mark, (town_marks, organisation_marks) = protect(by_town, by_organisation)
    return Divided(
        Figure(sum(by_town.values(), start=nothing), mark),
        {town: Figure(cell, town_marks[town]) for town, cell in by_town.items()},
        {one: Figure(cell, organisation_marks[one]) for one, cell in by_organisation.items()},
    )
