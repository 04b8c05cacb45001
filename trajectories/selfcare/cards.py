"""What a card of self-care shows: one area with its score, its steps and how the months went."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch

from trajectories.dossier.models import Trajectory
from trajectories.plans.models import AREA_ICONS, SELF_CARE_AREAS, DayTick, Kind, LifeArea, PlanItem
from trajectories.selfcare import trend
from trajectories.selfcare.models import AreaScore
from trajectories.selfcare.trend import Trend


@dataclass(frozen=True)
class Card:
    area: LifeArea
    icon: str
    score: AreaScore | None
    steps: list[PlanItem]
    """With `days_done`, and `today`: what was said of today, if anything."""
    trend: Trend

    @property
    def seen(self) -> int | None:
        """The score that a reader of the card has seen."""
        return self.score.score if self.score else None


def cards(trajectory: Trajectory, *, today: date, only: LifeArea | None = None) -> list[Card]:
    """All four, or only one, in as many queries."""
    areas = [only] if only else list(SELF_CARE_AREAS)
    scores = trajectory.area_scores.filter(area__in=areas).select_related("scored_by")
    latest = {score.area: score for score in scores.latest_of_each()}
    months = list(scores.by_month(since=trend.first_month(today)))
    steps = _steps(trajectory, today)
    return [
        Card(
            area=area,
            icon=AREA_ICONS[area],
            score=latest.get(area),
            steps=[step for step in steps if step.area == area],
            trend=trend.of(months, area=area, label=str(area.label), today=today),
        )
        for area in areas
    ]


def _steps(trajectory: Trajectory, today: date) -> list[PlanItem]:
    said = Prefetch("ticks", DayTick.objects.filter(on=today), to_attr="said")
    steps = list(
        trajectory.plan_items.current().filter(kind=Kind.SELF_CARE).with_days_done(today=today).prefetch_related(said)
    )
    for step in steps:
        step.today = step.said[0] if step.said else None
    return steps
