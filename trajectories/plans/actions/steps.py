"""Write, pin and remove what helps at a moment of craving."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from aftercare.accounts.models import User
from aftercare.core.errors import Stale
from trajectories.dossier.access import Permission, record_change
from trajectories.dossier.models import Trajectory
from trajectories.plans.actions.words import CHANGED_MEANWHILE
from trajectories.plans.models import CopingStep


@transaction.atomic
def write_step(
    *,
    trajectory: Trajectory,
    by: User,
    text: str,
    trigger: str = "",
    call_name: str = "",
    call_phone: str = "",
    pinned: bool = True,
    replaces: CopingStep | None = None,
    at: datetime | None = None,
) -> CopingStep:
    """A new coping step, in the place of `replaces` when that one is rewritten."""
    at = at or timezone.now()
    if replaces and not trajectory.coping_steps.current().filter(pk=replaces.pk).update(removed_at=at):
        raise Stale(CHANGED_MEANWHILE)
    step = CopingStep.objects.create(
        organisation_id=trajectory.organisation_id,
        trajectory=trajectory,
        text=text,
        trigger=trigger,
        call_name=call_name,
        call_phone=call_phone,
        pinned=pinned,
        written_at=at,
        written_by=by,
    )
    record_change(by=by, trajectory=trajectory, obj=step, segment=Permission.COPING_EDIT)
    return step


@transaction.atomic
def pin_step(*, step: CopingStep, by: User, pinned: bool) -> None:
    """Show the step at Help now, or no longer."""
    CopingStep.objects.filter(pk=step.pk).update(pinned=pinned)
    record_change(by=by, trajectory=step.trajectory, obj=step, segment=Permission.COPING_EDIT)


@transaction.atomic
def remove_step(*, step: CopingStep, by: User) -> None:
    """Take it off every page. Logs that name it keep it; removing twice is once."""
    if step.trajectory.coping_steps.current().filter(pk=step.pk).update(removed_at=timezone.now()):
        record_change(by=by, trajectory=step.trajectory, obj=step, segment=Permission.COPING_EDIT)
