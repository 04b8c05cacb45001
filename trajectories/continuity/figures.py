"""Continuity over an organisation, as figures: no names, and no number that points at a few people."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median

from django.utils import timezone

from aftercare.accounts.models import Organisation
from aftercare.core.suppression import FEWEST, Share
from trajectories.continuity import clock
from trajectories.continuity.clock import Clock
from trajectories.dossier.models import Status
from trajectories.handovers.models import Handover

PERIOD = timedelta(days=365)
SOON, LATER = 7, 14
"""Days until the first contact."""
LONG = 28
"""Days without contact."""


@dataclass(frozen=True)
class Figures:
    organisation: Organisation
    started: int
    median_days: float | None
    soon: Share
    later: Share
    running: int
    long_without: Share
    open_handovers: int
    oldest_handover: date | None

    @property
    def is_small(self) -> bool:
        """Too few people to say anything about."""
        return self.started < FEWEST


def of_organisation(organisation: Organisation, *, now: datetime) -> Figures:
    started_from = timezone.localdate(now) - PERIOD
    clocks = clock.of_organisation(organisation.pk, started_from=started_from, now=now)
    begun = [one for one in clocks if one.since >= started_from]
    running = [one for one in clocks if one.status == Status.RUNNING]
    waits = [one.days_to_first for one in begun if one.days_to_first is not None]
    handovers = Handover.objects.open().filter(organisation=organisation)
    oldest = handovers.first()
    return Figures(
        organisation=organisation,
        started=len(begun),
        median_days=median(waits) if len(waits) >= FEWEST else None,
        soon=_within(begun, SOON),
        later=_within(begun, LATER),
        running=len(running),
        long_without=Share(sum(one.days_without > LONG for one in running), len(running)),
        open_handovers=handovers.count(),
        oldest_handover=oldest and timezone.localdate(oldest.given_at),
    )


def _within(clocks: Iterable[Clock], days: int) -> Share:
    clocks = list(clocks)
    reached = [one for one in clocks if one.days_to_first is not None and one.days_to_first <= days]
    return Share(len(reached), len(clocks))
