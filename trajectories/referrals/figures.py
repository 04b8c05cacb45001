"""How many handovers came how far, by region, municipality and building block: numbers only, nobody is named.

Counts what the database shows to whoever asks; small numbers are the caller's to hide.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, F, Q

from aftercare.accounts.models import Region
from trajectories.referrals.models import ENDED, Referral, State


@dataclass(frozen=True)
class HandoverCount:
    """So many handovers for one building block in one state; `step` is where they are, or were when they ended.

    Without a service of the directory there is no `block` and no `municipality`.
    """

    block: str
    municipality: UUID | None
    state: State
    step: State
    count: int
    stalled: int
    """Of these: past the day on which somebody should have looked, or ended without arriving."""


def counts(region: Region, *, at: datetime, by_municipality: bool = False) -> list[HandoverCount]:
    """By municipality a handover counts once in each municipality that its service covers."""
    place = {"municipality": F("listed__municipalities")} if by_municipality else {}
    of_region = Referral.objects.filter(organisation__region=region).annotate(block=F("listed__block"), **place)
    late = Q(due_at__lte=at) & ~Q(state=State.STARTED)
    lost = Q(state__in=[state for state in ENDED if state != State.ARRIVED])
    names = ("block", *place, "state", "ended_in")
    found = of_region.order_by(*names).values(*names)
    return [_count(row) for row in found.annotate(count=Count("pk"), stalled=Count("pk", filter=late | lost))]


def _count(row: dict) -> HandoverCount:
    return HandoverCount(
        block=row["block"] or "",
        municipality=row.get("municipality"),
        state=State(row["state"]),
        step=State(row["ended_in"] or row["state"]),
        count=row["count"],
        stalled=row["stalled"],
    )
