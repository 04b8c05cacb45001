"""The plan's table of contents: goals, items and their days, coping steps, and the words they share."""

from trajectories.plans.models.goals import Goal
from trajectories.plans.models.items import KIND_ICONS, NEXT_STATES, STATUS_LEVELS, DayTick, PlanItem
from trajectories.plans.models.steps import CopingStep
from trajectories.plans.models.words import AREA_ICONS, SELF_CARE_AREAS, LifeArea, TriggerKind

__all__ = [
    "AREA_ICONS",
    "KIND_ICONS",
    "NEXT_STATES",
    "SELF_CARE_AREAS",
    "STATUS_LEVELS",
    "CopingStep",
    "DayTick",
    "Goal",
    "LifeArea",
    "PlanItem",
    "TriggerKind",
]
