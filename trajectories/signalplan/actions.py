"""Propose a version, agree with it, set it aside; set today's colour. The summary stays in step."""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from aftercare.accounts.models import User
from aftercare.core.errors import Refused, Stale
from aftercare.notifications import actions as notifications
from trajectories.dossier import happenings
from trajectories.dossier.access import Permission, record_change
from trajectories.dossier.models import Summary, Trajectory
from trajectories.signalplan.models import Colour, SetColour, SignalPlan, SignalStep
from trajectories.teamtasks import actions as teamtasks
from trajectories.teamtasks.models import TeamTask

AGREEMENT = ("client_agreed_at", "spoken_on", "spoken_by", "team_agreed_at", "team_agreed_by")
ANSWER_WITHIN = timedelta(days=7)


@transaction.atomic
def propose(
    *,
    trajectory: Trajectory,
    by: User,
    steps: dict[Colour, dict[str, str]],
    replaces: UUID | None = None,
    at: datetime | None = None,
    tell: bool = True,
) -> SignalPlan:
    """A new version over the one that the writer saw, proposed or holding; another one written since is Stale.

    Whoever proposes agrees with it. `tell` is False for history that is brought in.
    """
    at = at or timezone.now()
    Trajectory.objects.select_for_update().values_list("pk").get(pk=trajectory.pk)
    newest = trajectory.signal_plans.standing().first()
    if (newest and newest.pk) != replaces:
        raise Stale(_("Somebody changed the signal plan while you were writing."))
    if newest and newest.is_proposed:
        _close(newest, by=by, at=at)
    last = trajectory.signal_plans.aggregate(number=Max("number"))["number"] or 0
    plan = SignalPlan.objects.create(
        organisation_id=trajectory.organisation_id,
        trajectory=trajectory,
        number=last + 1,
        proposed_at=at,
        proposed_by=by,
        **_agreement(trajectory, by, at),
    )
    SignalStep.objects.bulk_create(
        SignalStep(organisation_id=trajectory.organisation_id, trajectory=trajectory, plan=plan, colour=colour, **words)
        for colour, words in steps.items()
    )
    if tell:
        _ask_the_other(plan, by=by, at=at)
    record_change(by=by, trajectory=trajectory, obj=plan, segment=Permission.SIGNAL_PLAN_EDIT)
    return plan


@transaction.atomic
def agree(*, plan: SignalPlan, by: User, spoken_on: date | None = None, at: datetime | None = None) -> SignalPlan:
    """Once both agreed it holds, in the place of the version before it. Agreeing twice is agreeing once.

    With `spoken_on` the team writes down that the client agreed in the conversation of that day.
    """
    at = at or timezone.now()
    stored = _still_proposed(plan)
    if spoken_on:
        _refuse_conversation(stored, by, spoken_on, today=timezone.localdate(at))
        stored.client_agreed_at, stored.spoken_on, stored.spoken_by = at, spoken_on, by
    for name, value in _agreement(plan.trajectory, by, at).items():
        setattr(stored, name, getattr(stored, name) or value)
    if stored.client_agreed_at and stored.team_agreed_at:
        plan.trajectory.signal_plans.holding().update(replaced_at=at)
        stored.holds_from = at
        _no_longer_asked(stored, by=by)
    stored.save(update_fields=[*AGREEMENT, "holds_from"])
    record_change(by=by, trajectory=plan.trajectory, obj=stored, segment=Permission.SIGNAL_PLAN_EDIT)
    return stored


@transaction.atomic
def set_aside(*, plan: SignalPlan, by: User, at: datetime | None = None) -> None:
    """Leave a proposal: what held before it goes on to hold."""
    _close(_still_proposed(plan), by=by, at=at or timezone.now())
    record_change(by=by, trajectory=plan.trajectory, obj=plan, segment=Permission.SIGNAL_PLAN_EDIT)


@transaction.atomic
def set_colour(*, trajectory: Trajectory, by: User, colour: Colour, at: datetime | None = None) -> SetColour:
    """How it is today. The same colour again on the same day is the same tap."""
    at = at or timezone.now()
    Summary.objects.select_for_update().values_list("pk").get(pk=trajectory.pk)
    last = trajectory.set_colours.first()
    if last and last.colour == colour and timezone.localdate(last.set_at) == timezone.localdate(at):
        return last
    found = SetColour.objects.create(
        organisation_id=trajectory.organisation_id,
        trajectory=trajectory,
        colour=colour,
        before=last.colour if last else "",
        set_at=at,
    )
    Summary.objects.filter(pk=trajectory.pk).update(colour=colour, colour_set_at=at)
    happenings.tell(happenings.What.COLOURED, [found], at=at)
    record_change(by=by, trajectory=trajectory, obj=found, segment=Permission.COLOUR_SET)
    return found


def _agreement(trajectory: Trajectory, by: User, at: datetime) -> dict:
    if by.pk == trajectory.client.user_id:
        return {"client_agreed_at": at}
    return {"team_agreed_at": at, "team_agreed_by": by}


def _refuse_conversation(plan: SignalPlan, by: User, spoken_on: date, *, today: date) -> None:
    if plan.client_agreed_at or by.pk == plan.trajectory.client.user_id:
        raise Refused(_("Only the care team writes down what was agreed in a conversation."))
    if spoken_on > today:
        raise Refused(_("This conversation is still to come."))
    if spoken_on < timezone.localdate(plan.trajectory.opened_at):
        raise Refused(_("This is before the aftercare was registered."))


def _still_proposed(plan: SignalPlan) -> SignalPlan:
    stored = SignalPlan.objects.select_for_update().get(pk=plan.pk)
    if not stored.is_proposed:
        raise Stale(_("This version is no longer proposed. Look at what stands now."))
    return stored


def _close(plan: SignalPlan, *, by: User, at: datetime) -> None:
    SignalPlan.objects.filter(pk=plan.pk).update(replaced_at=at)
    _no_longer_asked(plan, by=by)


def _ask_the_other(plan: SignalPlan, *, by: User, at: datetime) -> None:
    """The client gets a neutral message, the care team a task."""
    if plan.client_agreed_at is None:
        notifications.queue(
            key=_message_key(plan),
            recipient=plan.trajectory.client.user,
            kind="signal_plan",
            due_at=at,
            expires_at=at + ANSWER_WITHIN,
            link_view="signalplan:mine",
        )
        return
    teamtasks.ask(
        trajectory=plan.trajectory,
        kind=TeamTask.Kind.REVIEW,
        key=_task_key(plan),
        due_at=at + ANSWER_WITHIN,
        by=by,
        text=_("I changed my signal plan. Do you agree?"),
        at=at,
    )


def _no_longer_asked(plan: SignalPlan, *, by: User) -> None:
    notifications.withdraw(key_prefix=_message_key(plan))
    teamtasks.withdraw(trajectory=plan.trajectory, key=_task_key(plan), by=by)


def _message_key(plan: SignalPlan) -> str:
    return f"trajectory:{plan.trajectory_id}:signalplan:{plan.pk}:"


def _task_key(plan: SignalPlan) -> str:
    return f"signalplan:{plan.pk}"
