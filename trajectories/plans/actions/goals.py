"""Change the goal."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from aftercare.accounts.models import User
from aftercare.core.errors import Stale
from trajectories.dossier.access import Permission, record_change
from trajectories.dossier.models import Trajectory
from trajectories.plans.actions.words import CHANGED_MEANWHILE
from trajectories.plans.models import Goal


@transaction.atomic
def set_goal(
    *, trajectory: Trajectory, by: User, text: str, replaces: UUID | None = None, at: datetime | None = None
) -> Goal:
    """Replace the goal that the writer saw, if any; another one written since is Stale."""
    Trajectory.objects.select_for_update().get(pk=trajectory.pk)
    current = trajectory.goals.current().first()
    if (current and current.pk) != replaces:
        raise Stale(CHANGED_MEANWHILE)
    at = at or timezone.now()
    trajectory.goals.current().update(replaced_at=at)
    goal = Goal.objects.create(
        organisation_id=trajectory.organisation_id, trajectory=trajectory, text=text, set_at=at, set_by=by
    )
    record_change(by=by, trajectory=trajectory, obj=goal, segment=Permission.GOAL_EDIT)
    return goal
