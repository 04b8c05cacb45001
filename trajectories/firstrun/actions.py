"""Begin, and answer a step. Answered twice is answered once."""

from django.db import transaction
from django.utils import timezone

from aftercare.accounts.models import User
from trajectories.dossier.access import Permission, record_change
from trajectories.dossier.models import Trajectory
from trajectories.firstrun.models import FirstRun


@transaction.atomic
def begin(*, trajectory: Trajectory, by: User) -> FirstRun:
    first_run, is_new = FirstRun.objects.get_or_create(
        trajectory=trajectory, defaults={"organisation_id": trajectory.organisation_id}
    )
    if is_new:
        record_change(by=by, trajectory=trajectory, obj=first_run, segment=Permission.FIRST_RUN)
    return first_run


@transaction.atomic
def answer(*, first_run: FirstRun, by: User, step: str) -> None:
    name = f"{step}_at"
    if FirstRun.objects.filter(pk=first_run.pk, **{name: None}).update(**{name: timezone.now()}):
        record_change(by=by, trajectory=first_run.trajectory, obj=first_run, segment=Permission.FIRST_RUN)
