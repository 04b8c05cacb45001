"""Which building blocks each municipality has, by a rule that the page of the gap report states too.

There is: a service for the municipality was reviewed in the last half year, takes new people, and no precondition of
it is partly there or lacking. Partly: there is one, but each is full or lacks something. Gap: none is listed, and the
design team went through the municipality in the last half year. Not known: everything else.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import TextChoices
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aftercare.accounts.models import Region
from aftercare.network.models import Block, Capacity, Municipality, Precondition, Service, Standing


class Level(TextChoices):
    THERE = "there", _("There is")
    PARTLY = "partly", _("Partly")
    GAP = "gap", _("Gap")
    UNKNOWN = "unknown", _("Not known")


@dataclass(frozen=True)
class Row:
    """A building block over the municipalities of a region, in their order."""

    block: Block
    levels: list[Level]

    @property
    def gaps(self) -> int:
        return self.levels.count(Level.GAP)

    @property
    def counts(self) -> dict[Level, int]:
        return {level: self.levels.count(level) for level in Level}


@dataclass(frozen=True)
class Matrix:
    region: Region
    towns: list[Municipality]
    rows: list[Row]

    @property
    def gaps(self) -> int:
        return sum(row.gaps for row in self.rows)

    @property
    def most_gaps(self) -> Municipality | None:
        """The municipality that lacks most, when one does."""
        counted = Counter(
            town for row in self.rows for town, level in zip(self.towns, row.levels, strict=True) if level == Level.GAP
        )
        (first, most), (_second, next_most) = (*counted.most_common(2), (None, 0), (None, 0))[:2]
        return first if most > next_most else None


def of_regions(regions: Iterable[Region], *, now: datetime) -> list[Matrix]:
    regions = list(regions)
    towns: dict[UUID, list[Municipality]] = defaultdict(list)
    for town in Municipality.objects.filter(region__in=regions):
        towns[town.region_id].append(town)
    found = _levels(regions, now=now)
    return [
        Matrix(
            region,
            towns[region.pk],
            [Row(block, [_level(found[town.pk, block], town, now) for town in towns[region.pk]]) for block in Block],
        )
        for region in regions
    ]


def _level(found: set[Level], town: Municipality, now: datetime) -> Level:
    best = next((level for level in (Level.THERE, Level.PARTLY, Level.UNKNOWN) if level in found), None)
    if best:
        return best
    return Level.GAP if town.is_known(timezone.localdate(now)) else Level.UNKNOWN


def _levels(regions: list[Region], *, now: datetime) -> dict[tuple[UUID, str], set[Level]]:
    """What the services of each municipality and building block say."""
    short = Precondition.objects.current().filter(region__in=regions, standing__in=[Standing.PARTLY, Standing.LACKING])
    lacking = set(short.order_by().values_list("service", "region", "block"))
    services = Service.objects.published().filter(region__in=regions).prefetch_related("municipalities")
    found: dict[tuple[UUID, str], set[Level]] = defaultdict(set)
    for service in services:
        level = _of_service(service, lacking, now)
        for town in service.municipalities.all():
            found[town.pk, service.block].add(level)
    return found


def _of_service(service: Service, lacking: set[tuple[UUID | None, UUID, str]], now: datetime) -> Level:
    if service.is_stale(now):
        return Level.UNKNOWN
    lacks = (service.pk, service.region_id, "") in lacking or (None, service.region_id, service.block) in lacking
    return Level.PARTLY if lacks or service.capacity == Capacity.FULL else Level.THERE
