"""Tell of use, or write down what was told; complete it, undo it. The summary stays in step."""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F, Max, Q, Value
from django.db.models.functions import Greatest
from django.utils import timezone
from django.utils.translation import gettext as _

from aftercare.accounts.models import User
from aftercare.core.errors import Refused, Stale
from trajectories.dossier import happenings
from trajectories.dossier.access import Permission, record_change
from trajectories.dossier.models import Summary, Trajectory
from trajectories.lapses.models import Lapse
from trajectories.teamtasks import actions as teamtasks
from trajectories.teamtasks.models import TeamTask

CALL_WITHIN = timedelta(hours=24)
REVIEW_WITHIN = timedelta(days=7)


@transaction.atomic
def tell(
    *,
    trajectory: Trajectory,
    by: User,
    on: date | None = None,
    key: UUID | None = None,
    at: datetime | None = None,
    **answers,
) -> Lapse:
    """Store the first tap. The same `key` again is the same lapse, with the day given last.

    `answers` as in `answer`.
    """
    at = at or timezone.now()
    told = {"organisation_id": trajectory.organisation_id, "on": on, "told_at": at, "told_by": by, **answers}
    if key is None:
        lapse = Lapse.objects.create(trajectory=trajectory, **told)
    else:
        lapse, is_new = Lapse.objects.get_or_create(trajectory=trajectory, key=key, defaults=told)
        if not is_new:
            answer(lapse=lapse, by=by, on=on, **answers)
            return lapse
    summary = Summary.objects.filter(pk=trajectory.pk)
    summary.update(use_reported_at=Greatest(F("use_reported_at"), Value(at)))
    happenings.tell(happenings.What.USED, [lapse], at=at)
    record_change(by=by, trajectory=trajectory, obj=lapse, segment=Permission.LAPSE_TELL)
    return lapse


@transaction.atomic
def record(*, trajectory: Trajectory, by: User, at: datetime | None = None, **answers) -> Lapse:
    """Write down what the client told in a conversation, which is contact. `answers` as in `answer`."""
    at = at or timezone.now()
    lapse = Lapse.objects.create(
        organisation_id=trajectory.organisation_id,
        trajectory=trajectory,
        told_at=at,
        told_by=by,
        in_conversation=True,
        **answers,
    )
    summary = Summary.objects.filter(pk=trajectory.pk)
    summary.update(last_contact_at=Greatest(F("last_contact_at"), Value(at)))
    happenings.tell(happenings.What.REACHED, [lapse], at=at)
    record_change(by=by, trajectory=trajectory, obj=lapse, segment=Permission.LAPSE_RECORD)
    return lapse


@transaction.atomic
def answer(*, lapse: Lapse, by: User, revision: int | None = None, **answers) -> None:
    """Give or change answers: on, extent, what, before, after, learned.

    Words are written over the `revision` that the writer saw; another one since is Stale. A tap needs none.
    """
    seen = Lapse.objects.filter(pk=lapse.pk, **({} if revision is None else {"revision": revision}))
    if not seen.update(revision=F("revision") + 1, **answers):
        raise Stale(_("Somebody changed this while you were writing."))
    record_change(by=by, trajectory=lapse.trajectory, obj=lapse, segment=Permission.LAPSE_TELL)


def ask_call(*, lapse: Lapse, by: User, at: datetime | None = None) -> TeamTask:
    """Somebody of the team calls within a day. Asked twice is asked once."""
    return _ask(lapse, by, at, kind=TeamTask.Kind.CALL, name="call", within=CALL_WITHIN)


def ask_review(*, lapse: Lapse, by: User, at: datetime | None = None) -> TeamTask:
    """Look at the plan together, now that this happened."""
    text = _("I want to look at my plan together.")
    return _ask(lapse, by, at, kind=TeamTask.Kind.REVIEW, name="review", within=REVIEW_WITHIN, text=text)


def _ask(
    lapse: Lapse, by: User, at: datetime | None, *, kind: TeamTask.Kind, name: str, within: timedelta, text: str = ""
) -> TeamTask:
    at = at or timezone.now()
    trajectory, key = lapse.trajectory, lapse.task_key(name)
    return teamtasks.ask(trajectory=trajectory, kind=kind, key=key, due_at=at + within, by=by, text=text, at=at)


@transaction.atomic
def undo(*, lapse: Lapse, by: User) -> None:
    """Take back what was just told, and what was asked with it. Twice is once."""
    if not lapse.can_be_undone:
        raise Refused(_("You told this more than ten minutes ago, so it stays. You can still change what it says."))
    Summary.objects.select_for_update().values_list("pk").get(pk=lapse.trajectory_id)
    gone, _rows = Lapse.objects.filter(pk=lapse.pk).delete()
    if gone:
        Summary.objects.filter(pk=lapse.trajectory_id).update(use_reported_at=_last_report(lapse.trajectory))
        for name in ("call", "review"):
            teamtasks.withdraw(trajectory=lapse.trajectory, key=lapse.task_key(name), by=by)
        happenings.tell(happenings.What.TAKEN_BACK, [lapse], at=timezone.now())
        record_change(by=by, trajectory=lapse.trajectory, obj=lapse, segment=Permission.LAPSE_TELL)


def _last_report(trajectory: Trajectory) -> datetime | None:
    """When use was last reported: told, or answered at a check-in."""
    told = trajectory.lapses.by_client().aggregate(at=Max("told_at"))["at"]
    answered = trajectory.check_ins.aggregate(at=Max("submitted_at", filter=Q(scores__use__gt=0)))["at"]
    return max(filter(None, (told, answered)), default=None)
