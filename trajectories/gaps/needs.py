"""What people need in a region, by their plans, and where handovers stall. Figures only: a small one is not told.

Of many clients the municipality is not known, so needs are counted per region: people, not items, in the last year.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Case, CharField, Count, F, Q, Value, When

from aftercare.accounts.models import Region
from aftercare.core import scope
from aftercare.core.suppression import FEWEST, told
from aftercare.network.models import Block, LifeArea
from trajectories.plans.models import OVER, Kind, PlanItem
from trajectories.referrals.models import OPEN, Referral, State

PERIOD = timedelta(days=365)

BLOCK_OF_ITEM = Case(
    When(service__isnull=False, then=F("service__block")),
    When(kind=Kind.SUPPORT_GROUP, then=Value(Block.PEER_GROUP.value)),
    When(kind__in=[Kind.INDIVIDUAL, Kind.GROUP], then=Value(Block.AFTERCARE.value)),
    When(kind__in=[Kind.FAMILY, Kind.RELATION, Kind.LIVED_THROUGH], then=Value(Block.RELATIVES.value)),
    When(kind=Kind.PRACTICAL, area=LifeArea.MONEY, then=Value(Block.MONEY.value)),
    When(kind=Kind.PRACTICAL, area=LifeArea.HOME, then=Value(Block.HOUSING.value)),
    When(kind=Kind.PRACTICAL, area=LifeArea.WORK, then=Value(Block.WORK.value)),
    When(kind=Kind.SELF_CARE, area=LifeArea.BODY, then=Value(Block.OUTDOORS.value)),
    default=Value(""),
    output_field=CharField(),
)
"""To which building block a part of a plan belongs; the service that it points at says it best."""


@dataclass(frozen=True)
class Stall:
    """One step of a warm handover: how many wait too long in it now, and how many ended in it without arriving."""

    step: State
    late: int
    ended: int

    @property
    def late_told(self) -> str:
        return told(self.late)

    @property
    def ended_told(self) -> str:
        return told(self.ended)


@dataclass(frozen=True)
class Needs:
    people: dict[str, int]
    """By building block."""
    stalls: list[Stall]

    def of(self, block: str) -> str:
        return told(self.people.get(block, 0))

    @property
    def worst(self) -> Stall | None:
        """The step in which most handovers stall, when that can be told."""
        most = max(self.stalls, key=lambda stall: stall.late + stall.ended)
        return most if most.late >= FEWEST or most.ended >= FEWEST else None


def of_regions(regions: Iterable[Region], *, now: datetime) -> dict[UUID, Needs]:
    ids = [region.pk for region in regions]
    with scope.counting():
        people, stalls = _people(ids, now), _stalls(ids, now)
    return {region: Needs(people[region], stalls[region]) for region in ids}


def _people(regions: list[UUID], now: datetime) -> dict[UUID, dict[str, int]]:
    """Who has such a part in the plan, or had it in the last year."""
    lately = Q(changed_at__gt=now - PERIOD) | ~Q(state__in=OVER)
    items = PlanItem.objects.filter(lately, organisation__region__in=regions).annotate(block=BLOCK_OF_ITEM)
    counted = (
        items.order_by().values("organisation__region", "block").annotate(people=Count("trajectory", distinct=True))
    )
    found: dict[UUID, dict[str, int]] = defaultdict(dict)
    for row in counted:
        found[row["organisation__region"]][row["block"]] = row["people"]
    return found


def _stalls(regions: list[UUID], now: datetime) -> dict[UUID, list[Stall]]:
    """What waits past its day, and what was declined, stopped or expired in the last year, step by step."""
    without = Q(state__in=[State.DECLINED, State.STOPPED, State.EXPIRED], ended_at__gt=now - PERIOD)
    late = Q(state__in=OPEN, due_at__lte=now) & ~Q(state=State.STARTED)
    counted = (
        Referral.objects.filter(without | late, organisation__region__in=regions)
        .annotate(step=Case(When(late, then=F("state")), default=F("ended_in")))
        .order_by()
        .values("organisation__region", "step")
        .annotate(late=Count("pk", filter=late), ended=Count("pk", filter=without))
    )
    found = {(row["organisation__region"], row["step"]): row for row in counted}
    none = {"late": 0, "ended": 0}
    return {
        region: [
            Stall(State(step), row["late"], row["ended"]) for step in OPEN for row in [found.get((region, step), none)]
        ]
        for region in regions
    }
