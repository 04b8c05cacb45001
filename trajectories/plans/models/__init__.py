"""The plan's table of contents: goals, items, proposals, coping steps, and the words they share."""

from trajectories.plans.models.agreed import AGREED
from trajectories.plans.models.goals import Goal
from trajectories.plans.models.items import EMPTY, DayTick, ItemVersion, PlanItem
from trajectories.plans.models.kinds import (
    KIND_ICONS,
    KINDS_WITH,
    NEEDED_TO_RUN,
    NEXT_STATES,
    OVER,
    STATUS_LEVELS,
    Kind,
    Owner,
    State,
    kinds_of,
)
from trajectories.plans.models.proposals import PlanLook, Proposal
from trajectories.plans.models.steps import CopingStep
from trajectories.plans.models.templates import PlanTemplate, TemplateItem
from trajectories.plans.models.words import AREA_ICONS, SELF_CARE_AREAS, LifeArea, TriggerKind

__all__ = [
    "AGREED",
    "AREA_ICONS",
    "EMPTY",
    "KINDS_WITH",
    "KIND_ICONS",
    "NEEDED_TO_RUN",
    "NEXT_STATES",
    "OVER",
    "SELF_CARE_AREAS",
    "STATUS_LEVELS",
    "CopingStep",
    "DayTick",
    "Goal",
    "ItemVersion",
    "Kind",
    "LifeArea",
    "Owner",
    "PlanItem",
    "PlanLook",
    "PlanTemplate",
    "Proposal",
    "State",
    "TemplateItem",
    "TriggerKind",
    "kinds_of",
]
