"""Say how it goes in an area, and write down its goal and next step."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from aftercare.accounts.models import User
from aftercare.core.errors import Stale
from trajectories.dossier.access import Permission, record_change
from trajectories.dossier.models import Trajectory
from trajectories.plans import actions as plans
from trajectories.plans.models import Kind, LifeArea, PlanItem, State
from trajectories.selfcare.models import AreaScore


class SomebodyElseScored(Stale):
    """Somebody else gave a score today, which the writer did not see."""

    def __init__(self, stored: AreaScore) -> None:
        words = {"name": stored.scored_by.short_name, "score": stored.score}
        super().__init__(_("%(name)s filled in %(score)s today. Choose again to put yours in its place.") % words)
        self.stored = stored


@transaction.atomic
def rate(
    *,
    trajectory: Trajectory,
    by: User,
    area: LifeArea,
    score: int,
    seen: int | None = None,
    at: datetime | None = None,
) -> AreaScore:
    """Of today. One's own of today is replaced; somebody else's only by who has `seen` it."""
    Trajectory.objects.select_for_update(of=["self"]).get(pk=trajectory.pk)
    at = at or timezone.now()
    day = timezone.localdate(at)
    stored = trajectory.area_scores.filter(area=area, day=day).select_related("scored_by").first()
    if stored and stored.scored_by != by and stored.score not in {score, seen}:
        raise SomebodyElseScored(stored)
    said, _created = AreaScore.objects.update_or_create(
        trajectory=trajectory,
        area=area,
        day=day,
        defaults={"score": score, "scored_at": at, "scored_by": by},
        create_defaults={
            "organisation_id": trajectory.organisation_id,
            "score": score,
            "scored_at": at,
            "scored_by": by,
        },
    )
    record_change(by=by, trajectory=trajectory, obj=said, segment=Permission.SELF_CARE_EDIT)
    return said


@transaction.atomic
def add_step(
    *, trajectory: Trajectory, by: User, area: LifeArea, stands: int, title: str, at: datetime | None = None, **details
) -> PlanItem:
    """A next step in an area where the writer saw so many that `stands`; another one since is Stale."""
    Trajectory.objects.select_for_update(of=["self"]).get(pk=trajectory.pk)
    if steps_in(trajectory, area).count() != stands:
        raise Stale(_("Somebody wrote a step here while you were writing."))
    return plans.add(
        trajectory=trajectory,
        by=by,
        kind=Kind.SELF_CARE,
        area=area,
        title=title,
        state=State.ACTIVE,
        starts_on=timezone.localdate(at),
        at=at,
        **details,
    )


def steps_in(trajectory: Trajectory, area: LifeArea) -> QuerySet[PlanItem]:
    return trajectory.plan_items.current().filter(kind=Kind.SELF_CARE, area=area)
