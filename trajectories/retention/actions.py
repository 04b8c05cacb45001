"""Ask for destruction, take it back, grant or refuse it."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from aftercare.accounts.models import User
from aftercare.core.errors import Refused, TransitionRefused
from aftercare.notifications import actions as notifications
from trajectories.closing.actions import see_that_somebody_carries
from trajectories.dossier.access import Permission, record_change
from trajectories.dossier.models import Client, Status, Trajectory
from trajectories.retention.access import request_of
from trajectories.retention.models import DestructionRequest
from trajectories.teamtasks import actions as teamtasks
from trajectories.teamtasks.deadlines import end_of_working_day
from trajectories.teamtasks.models import TeamTask

ANSWER_WITHIN = timedelta(days=28)
"""The law gives a month."""
REFLECTION = timedelta(days=14)
"""From granting to destroying: time to take it back. Longer than a backup is kept (decision 47)."""
LETTER_USEFUL = timedelta(days=7)

State = DestructionRequest.State


@transaction.atomic
def ask(*, trajectory: Trajectory, by: User, words: str = "", at: datetime | None = None) -> DestructionRequest:
    """Asked again before it is over, the first request stands as it is."""
    at = at or timezone.now()
    _lock(trajectory)
    pending = request_of(trajectory)
    if pending and pending.state in DestructionRequest.PENDING:
        return pending
    see_that_somebody_carries(trajectory, at=at)
    request = DestructionRequest.objects.create(
        organisation_id=trajectory.organisation_id, trajectory=trajectory, words=words, asked_by=by, asked_at=at
    )
    due_at = end_of_working_day(at + ANSWER_WITHIN, zone=trajectory.organisation.time_zone)
    kind = TeamTask.Kind.DESTRUCTION
    teamtasks.ask(trajectory=trajectory, kind=kind, key=_key(request), text=words, due_at=due_at, by=by, at=at)
    record_change(by=by, trajectory=trajectory, obj=request, segment=Permission.KEEPING)
    return request


@transaction.atomic
def take_back(*, trajectory: Trajectory, by: User, at: datetime | None = None) -> None:
    """Until the last moment."""
    request = _locked(trajectory, State.ASKED, State.GRANTED)
    request.state, request.destroy_at = State.WITHDRAWN, None
    request.save()
    teamtasks.withdraw(trajectory=request.trajectory, key=_key(request), by=by, at=at)
    record_change(by=by, trajectory=trajectory, obj=request, segment=Permission.KEEPING)


@transaction.atomic
def grant(*, trajectory: Trajectory, by: User, at: datetime | None = None) -> DestructionRequest:
    """Everything is destroyed after two weeks. Running aftercare is rounded off first."""
    at = at or timezone.now()
    request = _locked(trajectory, State.ASKED)
    if Trajectory.objects.filter(client=trajectory.client_id, status=Status.RUNNING).exists():
        raise Refused(_("The aftercare is still running. Round it off first."))
    request.state, request.destroy_at = State.GRANTED, at + REFLECTION
    _decided(request, by=by, at=at, outcome=_("Granted."))
    return request


@transaction.atomic
def refuse(*, trajectory: Trajectory, by: User, because: str, at: datetime | None = None) -> None:
    """Somebody else's substantial interest, or a law, stands in the way; the client reads which."""
    request = _locked(trajectory, State.ASKED)
    request.state, request.refused_because = State.REFUSED, because
    _decided(request, by=by, at=at or timezone.now(), outcome=_("Refused."))


def _decided(request: DestructionRequest, *, by: User, at: datetime, outcome: str) -> None:
    request.decided_by, request.decided_at = by, at
    request.save()
    if task := request.trajectory.team_tasks.open().filter(key=_key(request)).first():
        teamtasks.finish(task=task, by=by, outcome=outcome, at=at)
    recipient = request.trajectory.client.user
    if recipient.email:
        notifications.queue(
            key=_key(request),
            recipient=recipient,
            kind="keeping",
            due_at=at,
            expires_at=at + LETTER_USEFUL,
            link_view="retention:mine",
        )
    record_change(by=by, trajectory=request.trajectory, obj=request, segment=Permission.DESTRUCTION)


def _locked(trajectory: Trajectory, *states: State) -> DestructionRequest:
    _lock(trajectory)
    request = request_of(trajectory)
    if request is None or request.state not in states:
        raise TransitionRefused(_("This request was dealt with already."))
    return request


def _lock(trajectory: Trajectory) -> None:
    Client.objects.select_for_update().values_list("pk").get(pk=trajectory.client_id)


def _key(request: DestructionRequest) -> str:
    return f"destruction:{request.pk}"
