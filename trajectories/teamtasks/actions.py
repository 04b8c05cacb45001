"""Ask the care team for something, say that it was done, or that it is not needed any more."""

from datetime import datetime

from django.db import transaction
from django.db.models import Value
from django.db.models.functions import Greatest
from django.utils import timezone
from django.utils.translation import gettext as _

from aftercare.accounts.models import User
from aftercare.core.errors import TransitionRefused
from aftercare.core.ids import new_id
from aftercare.core.templatetags.ui import moment
from trajectories.dossier import happenings
from trajectories.dossier.access import Permission, record_change
from trajectories.dossier.models import Summary, Trajectory
from trajectories.teamtasks.deadlines import end_of_working_day
from trajectories.teamtasks.models import CALL_BACK, TeamTask


@transaction.atomic
def ask(
    *,
    trajectory: Trajectory,
    kind: TeamTask.Kind,
    key: str,
    due_at: datetime,
    by: User | None,
    text: str = "",
    at: datetime | None = None,
) -> TeamTask:
    """One task per `key`, which names the occasion ("lapse:<id>"). Asked again, the first one stands as it is.

    `text` is in the asker's own words; `by` is None when the portal asks.
    """
    asked = TeamTask(
        organisation_id=trajectory.organisation_id,
        trajectory=trajectory,
        kind=kind,
        key=key,
        text=text,
        asked_at=at or timezone.now(),
        asked_by=by,
        due_at=due_at,
    )
    TeamTask.objects.bulk_create([asked], ignore_conflicts=True)
    stored = TeamTask.objects.get(trajectory=trajectory, key=key)
    if stored.pk == asked.pk:
        record_change(by=by, trajectory=trajectory, obj=stored, segment=Permission.TEAM_TASK)
    return stored


@transaction.atomic
def ask_call_back(*, trajectory: Trajectory, by: User, at: datetime | None = None) -> TeamTask:
    """Somebody of the team calls on the next working day. While one call is open, asking again is the same."""
    at = at or timezone.now()
    Summary.objects.select_for_update().values_list("pk").get(pk=trajectory.pk)
    if waiting := trajectory.team_tasks.call_backs().first():
        return waiting
    return ask(
        trajectory=trajectory,
        kind=TeamTask.Kind.CALL,
        key=f"{CALL_BACK}{new_id()}",
        due_at=end_of_working_day(at, zone=trajectory.organisation.time_zone),
        by=by,
        text=_("Please call me back. The helpline was closed."),
        at=at,
    )


@transaction.atomic
def finish(*, task: TeamTask, by: User, outcome: str = "", at: datetime | None = None) -> None:
    """It was done. A task that is done by speaking with the client counts as contact."""
    task.refresh_from_db(from_queryset=TeamTask.objects.select_for_update(of=("self",)).select_related("done_by"))
    if task.done_at:
        raise TransitionRefused(
            _("%(name)s did this already, %(moment)s.")
            % {"name": task.done_by.name, "moment": moment(task.done_at, timezone.now())}
        )
    if task.withdrawn_at:
        raise TransitionRefused(_("This is not needed any more."))
    task.done_at, task.done_by, task.outcome = at or timezone.now(), by, outcome
    task.save(update_fields=["done_at", "done_by", "outcome"])
    if task.by_calling:
        summary = Summary.objects.filter(pk=task.trajectory_id)
        summary.update(last_contact_at=Greatest("last_contact_at", Value(task.done_at)))
    happenings.tell(happenings.What.DONE, [task], at=task.done_at)
    record_change(by=by, trajectory=task.trajectory, obj=task, segment=Permission.TEAM_TASK)


@transaction.atomic
def withdraw(*, trajectory: Trajectory, key: str, by: User | None, at: datetime | None = None) -> None:
    """What was asked on this occasion is not needed any more. What was done already stays done."""
    task = trajectory.team_tasks.open().filter(key=key).select_for_update().first()
    if task is None:
        return
    task.withdrawn_at = at or timezone.now()
    task.save(update_fields=["withdrawn_at"])
    record_change(by=by, trajectory=trajectory, obj=task, segment=Permission.TEAM_TASK)
