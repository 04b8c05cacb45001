"""What was answered and missed, as the rules read it; what would have been proposed; how often there is contact now."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from trajectories.checkins.models import CheckIn, Occurrence
from trajectories.dossier.models import Trajectory
from trajectories.rhythm.models import ContactPhase, Every
from trajectories.stepping.rules import Asked, StepRule, step_rules

LOOKED_BACK = timedelta(days=90)
WEEK = timedelta(weeks=1)
SCORES = ("craving", "confidence", "use")
LONGEST = max(rule.weeks for rule in step_rules().values())


def asked_of(trajectories: Collection[UUID], *, since: datetime, until: datetime) -> dict[UUID, list[Asked]]:
    """Check-ins of these trajectories in the order of their moments."""
    found: dict[UUID, list[Asked]] = defaultdict(list)
    answered = CheckIn.objects.filter(trajectory__in=trajectories, submitted_at__range=(since, until))
    for one in answered.only("trajectory_id", "submitted_at", "scores").order_by("submitted_at", "id"):
        values = {name: one.scores[name] for name in SCORES if one.scores.get(name) is not None}
        found[one.trajectory_id].append({"id": str(one.pk), "at": one.submitted_at.isoformat()} | values)
    missed = Occurrence.objects.filter(
        trajectory__in=trajectories, state=Occurrence.State.MISSED, closes_at__range=(since, until)
    )
    for one in missed.order_by("closes_at", "id"):
        found[one.trajectory_id].append({"id": str(one.pk), "at": one.closes_at.isoformat(), "missed": True})
    return found


def contact_of(trajectories: Collection[Trajectory], *, on: date) -> dict[UUID, int]:
    """In weeks: what was agreed, else how often check-ins are asked, else every week."""
    schedules = {}
    for trajectory, weeks in Trajectory.objects.filter(
        pk__in=[one.pk for one in trajectories], check_in_schedules__ended_at=None
    ).values_list("pk", "check_in_schedules__every_weeks"):
        if weeks:
            schedules[trajectory] = min(weeks, schedules.get(trajectory, weeks))
    agreed = ContactPhase.objects.filter(trajectory__in=trajectories, starts_on__lte=on).order_by("starts_on", "id")
    phases = {phase.trajectory_id: phase.every_weeks for phase in agreed}
    return {one.pk: phases.get(one.pk) or schedules.get(one.pk, Every.WEEK) for one in trajectories}


def next_along(weeks: int, direction: str) -> int | None:
    """One step more or less often; None at the end of the row."""
    row = [every for every in Every.values if (every < weeks if direction == "more" else every > weeks)]
    return (max(row) if direction == "more" else min(row)) if row else None


@dataclass(frozen=True)
class WouldHave:
    """What a rule would have proposed over the last 90 days, with a threshold that is tried."""

    rule: StepRule
    threshold: int
    trajectories: list[Trajectory]
    """Everybody for whom it would have."""

    @property
    def count(self) -> int:
        return len(self.trajectories)


def would_have(trajectories: list[Trajectory], thresholds: dict[str, int], *, at: datetime) -> list[WouldHave]:
    """Each rule on each week of the 90 days."""
    since = at - LOOKED_BACK
    found = asked_of([one.pk for one in trajectories], since=since - LONGEST * WEEK, until=at)
    moments = [at - week * WEEK for week in range(LOOKED_BACK // WEEK + 1)]
    return [
        WouldHave(
            rule,
            thresholds[key],
            [
                one
                for one in trajectories
                if any(rule.judge(found[one.pk], at=moment, threshold=thresholds[key]) for moment in moments)
            ],
        )
        for key, rule in step_rules().items()
        if key in thresholds
    ]
