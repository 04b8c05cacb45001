"""Assign an exercise, change or end that, say that it was done."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from aftercare.accounts.models import User
from aftercare.core.errors import Refused, Stale
from aftercare.core.ids import new_id
from trajectories.dossier.access import Permission, record_change
from trajectories.dossier.models import Trajectory
from trajectories.exercises import library
from trajectories.exercises.models import AssignedExercise, DoneExercise
from trajectories.plans.models import PlanItem


@transaction.atomic
def assign(
    *,
    trajectory: Trajectory,
    by: User,
    slug: str,
    note: str = "",
    until: date | None = None,
    item: PlanItem | None = None,
    at: datetime | None = None,
) -> AssignedExercise:
    """From now on it stands in the plan and on the client's own pages. The same one twice is refused."""
    exercise = library.load(slug)
    _refuse_foreign(item, trajectory)
    at = at or timezone.now()
    assigned = AssignedExercise(
        organisation_id=trajectory.organisation_id,
        trajectory=trajectory,
        slug=exercise.slug,
        note=note,
        until=until,
        item=item,
        assigned_at=at,
        assigned_by=by,
        changed_at=at,
        changed_by=by,
    )
    AssignedExercise.objects.bulk_create([assigned], ignore_conflicts=True)
    if not AssignedExercise.objects.filter(pk=assigned.pk).exists():
        raise Refused(_("“%(title)s” was assigned already. Change that one instead.") % {"title": exercise.title})
    record_change(by=by, trajectory=trajectory, obj=assigned, segment=Permission.EXERCISE_ASSIGN)
    return assigned


@transaction.atomic
def change(*, assigned: AssignedExercise, by: User, revision: int, **details) -> None:
    """`details` are note, until, item, over the revision that the writer saw; another one since is Stale."""
    _refuse_foreign(details.get("item"), assigned.trajectory)
    written = AssignedExercise.objects.current().filter(pk=assigned.pk, revision=revision)
    if not written.update(revision=F("revision") + 1, changed_at=timezone.now(), changed_by=by, **details):
        raise Stale(_("Somebody changed this while you were writing."))
    record_change(by=by, trajectory=assigned.trajectory, obj=assigned, segment=Permission.EXERCISE_ASSIGN)


@transaction.atomic
def end(*, assigned: AssignedExercise, by: User, at: datetime | None = None) -> None:
    """It is not asked any more; what was done stays. Ending twice is once."""
    ended = AssignedExercise.objects.current().filter(pk=assigned.pk)
    if ended.update(ended_at=at or timezone.now(), ended_by=by):
        record_change(by=by, trajectory=assigned.trajectory, obj=assigned, segment=Permission.EXERCISE_ASSIGN)


@transaction.atomic
def do(
    *,
    trajectory: Trajectory,
    by: User,
    slug: str,
    how: str = "",
    key: UUID | None = None,
    at: datetime | None = None,
) -> DoneExercise:
    """It was done, assigned or not. The same `key` again is the same time, with the words said last."""
    exercise = library.load(slug)
    done, created = DoneExercise.objects.get_or_create(
        trajectory=trajectory,
        key=key or new_id(),
        defaults={
            "organisation_id": trajectory.organisation_id,
            "assigned": trajectory.assigned_exercises.current().filter(slug=slug).first(),
            "slug": exercise.slug,
            "version": exercise.version,
            "how": how,
            "done_at": at or timezone.now(),
        },
    )
    if not created:
        DoneExercise.objects.filter(pk=done.pk).update(how=how)
    record_change(by=by, trajectory=trajectory, obj=done, segment=Permission.EXERCISE_DO)
    return done


@transaction.atomic
def take_back(*, done: DoneExercise, by: User) -> None:
    """What was said just now was not meant. Twice is once."""
    if not done.can_be_taken_back(timezone.now()):
        raise Refused(_("This is longer than ten minutes ago and stays."))
    gone, _rows = DoneExercise.objects.filter(pk=done.pk).delete()
    if gone:
        record_change(by=by, trajectory=done.trajectory, obj=done, segment=Permission.EXERCISE_DO)


def _refuse_foreign(item: PlanItem | None, trajectory: Trajectory) -> None:
    if item and item.trajectory_id != trajectory.pk:
        raise Refused(_("This part of the plan is somebody else's."))
