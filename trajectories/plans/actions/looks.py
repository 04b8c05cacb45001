"""Note that somebody reads a plan, and what is new to them."""

from datetime import datetime, timedelta

from aftercare.accounts.models import User
from trajectories.dossier.models import Trajectory
from trajectories.plans.models import PlanLook

ONE_VISIT = timedelta(minutes=30)
"""Reading again so soon after is the same visit: what was new still is."""


def look(*, trajectory: Trajectory, by: User, at: datetime) -> datetime | None:
    """From when things are new to `by`: the end of the visit before this one, if there was one."""
    before = trajectory.plan_looks.filter(user=by).first()
    since = None
    if before:
        since = before.since if at - before.at < ONE_VISIT else before.at
    seen = PlanLook(organisation_id=trajectory.organisation_id, trajectory=trajectory, user=by, at=at, since=since)
    PlanLook.objects.bulk_create(
        [seen], update_conflicts=True, unique_fields=["trajectory", "user"], update_fields=["at", "since"]
    )
    return since
