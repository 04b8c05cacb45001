"""The logs of a period, counted. One read, however many logs there are."""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Self
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Count, F, Sum
from django.db.models.functions import ExtractHour, ExtractIsoWeekDay

from trajectories.dossier.models import Trajectory
from trajectories.triggers.models import PART_AT, Helped, PartOfDay


@dataclass(frozen=True)
class Logged:
    """Logs that are alike: when, about what, what helped; how many, and how strong the craving was and how far it sank.

    `strength` and `sank` are sums; `told` is how often it was told what was left of the craving.
    """

    weekday: int
    part: PartOfDay
    kind: str
    own_word: str
    helped: str
    step_id: UUID | None
    step: str
    times: int
    strength: int
    sank: int
    told: int

    @property
    def helper(self) -> tuple[str, str] | None:
        """What helped: an own step, or one of the words that everybody is offered."""
        if self.step_id:
            return "step", str(self.step_id)
        return ("word", self.helped) if self.helped and self.helped != Helped.NOTHING else None


@dataclass
class Tally:
    """What logs have in common, and how many they are."""

    times: int = 0
    strength: int = 0
    sank: int = 0
    told: int = 0
    helpers: Counter = field(default_factory=Counter)

    def add(self, logged: Logged) -> Self:
        self.times += logged.times
        self.strength += logged.strength
        self.sank += logged.sank
        self.told += logged.told
        if logged.helper:
            self.helpers[logged.helper] += logged.times
        return self

    @property
    def average(self) -> float:
        return self.strength / self.times

    @property
    def sank_by(self) -> float:
        return self.sank / self.told if self.told else 0


def logged_by(trajectory: Trajectory, *, at: datetime, weeks: int, zone: str) -> list[Logged]:
    local = {"tzinfo": ZoneInfo(zone)}
    entries = trajectory.trigger_entries.filter(at__gt=at - timedelta(weeks=weeks), at__lte=at).order_by()
    counted = entries.values_list(
        ExtractIsoWeekDay("at", **local), ExtractHour("at", **local), "kind", "own_word", "helped", "step", "step__text"
    ).annotate(
        times=Count("pk"),
        strong=Sum("strength"),
        sank=Sum(F("strength") - F("strength_after")),
        told=Count("strength_after"),
    )
    return [
        Logged(weekday, PART_AT[hour], kind, own_word, helped, step, text or "", times, strength, sank or 0, told)
        for weekday, hour, kind, own_word, helped, step, text, times, strength, sank, told in counted
    ]


def tally(logs: Iterable[Logged], by: Callable[[Logged], Hashable | None]) -> list[tuple[Hashable, Tally]]:
    """Per value of `by`, the most frequent first; logs without one count nowhere."""
    tallies: dict[Hashable, Tally] = {}
    for logged in logs:
        if (key := by(logged)) is not None:
            tallies.setdefault(key, Tally()).add(logged)
    return sorted(tallies.items(), key=lambda item: (-item[1].times, str(item[0])))
