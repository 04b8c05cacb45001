"""What the portal answers to a log: the client's own step, and what helped before. Nothing is made up."""

from dataclasses import dataclass

from django.db.models import Count

from trajectories.plans.models import CopingStep
from trajectories.triggers.models import Helped, TriggerEntry

ENOUGH = 2
"""Fewer times than this say nothing about a person."""


@dataclass(frozen=True)
class Answer:
    """`step` is the client's own, `matches` when it was written for this word; `times` and `helped` tell of before."""

    step: CopingStep | None
    matches: bool
    times: int
    helped: str
    helped_times: int


def answer_to(entry: TriggerEntry) -> Answer:
    step, matches = _step_for(entry)
    earlier = entry.trajectory.trigger_entries.about(entry.trigger).filter(at__lt=entry.at)
    times = earlier.count()
    most = _helped_most(earlier) if times >= ENOUGH else None
    return Answer(
        step=step,
        matches=matches,
        times=times if times >= ENOUGH else 0,
        helped=Helped(most["helped"]).label if most else "",
        helped_times=most["times"] if most else 0,
    )


def _step_for(entry: TriggerEntry) -> tuple[CopingStep | None, bool]:
    steps = entry.trajectory.coping_steps
    if entry.trigger and (step := steps.against(entry.trigger).order_by("-pinned", "written_at").first()):
        return step, True
    general = steps.pinned().order_by("trigger", "written_at", "id")
    return general.first(), False


def _helped_most(earlier) -> dict | None:
    told = earlier.exclude(helped__in=["", Helped.NOTHING]).order_by()
    return (
        told.values("helped").annotate(times=Count("pk")).filter(times__gte=ENOUGH).order_by("-times", "helped").first()
    )
