"""What in a plan is new to its reader: changed or written by somebody else since they last read it."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from aftercare.accounts.models import User
from trajectories.plans.models import CopingStep, Goal, PlanItem


def of(
    *,
    to: User,
    since: datetime | None,
    items: Iterable[PlanItem] = (),
    steps: Iterable[CopingStep] = (),
    goal: Goal | None = None,
) -> set[UUID]:
    """The ids of what is new. To somebody who never read the plan before nothing is marked."""
    if since is None:
        return set()
    told = [(item.pk, item.changed_at, item.changed_by_id) for item in items]
    told += [(step.pk, step.written_at, step.written_by_id) for step in steps]
    if goal:
        told.append((goal.pk, goal.set_at, goal.set_by_id))
    return {pk for pk, at, by in told if at > since and by != to.pk}
