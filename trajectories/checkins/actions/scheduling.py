"""When a check-in is asked: agree, pause, resume, end."""

from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from aftercare.accounts.models import User
from aftercare.core.clocks import is_zone, local_date
from aftercare.core.errors import Refused, TransitionRefused
from trajectories.checkins import library
from trajectories.checkins.actions.asking import call_off
from trajectories.checkins.models import CheckInSchedule, Occurrence
from trajectories.checkins.timing import is_paused, next_due
from trajectories.dossier.access import Permission, record_change
from trajectories.dossier.models import Status, Trajectory

APART = timedelta(days=3)
"""A changed schedule does not ask again within so many days of the last time."""


@transaction.atomic
def schedule(
    *,
    trajectory: Trajectory,
    by: User,
    instrument: str,
    weekday: int,
    wall_time: time,
    zone: str,
    starts_on: date,
    every_weeks: int = 1,
    until: date | None = None,
    at: datetime | None = None,
) -> CheckInSchedule:
    """Agree when this questionnaire is asked, or change it: there is one schedule per questionnaire."""
    Trajectory.objects.select_for_update().get(pk=trajectory.pk)
    if trajectory.status != Status.RUNNING:
        raise TransitionRefused(_("This trajectory has ended. Check-ins belong to a running one."))
    if not is_zone(zone):
        raise Refused(_("This time zone is unknown."))
    if not library.is_there(instrument, organisation=trajectory.organisation_id):
        raise Refused(_("This questionnaire is not used here any more."))
    found = trajectory.check_in_schedules.current().filter(instrument=instrument).select_for_update().first()
    agreed = found or CheckInSchedule(
        organisation_id=trajectory.organisation_id, trajectory=trajectory, instrument=instrument
    )
    agreed.weekday, agreed.wall_time, agreed.zone = weekday, wall_time, zone
    agreed.starts_on, agreed.every_weeks, agreed.until = starts_on, every_weeks, until
    _pause_along(agreed)
    _save(agreed, by=by, at=at or timezone.now())
    if agreed.next_due_at is None:
        raise Refused(_("Nothing would be asked: the moment has passed, or it was asked in the last three days."))
    return agreed


@transaction.atomic
def pause_all(*, trajectory: Trajectory, by: User, at: datetime | None = None, **days) -> None:
    """Ask this client nothing on these days, whatever the questionnaire: see `pause`."""
    for agreed in trajectory.check_in_schedules.current().order_by("id"):
        pause(schedule=agreed, by=by, at=at, **days)


@transaction.atomic
def resume_all(*, trajectory: Trajectory, by: User, at: datetime | None = None) -> None:
    for agreed in trajectory.check_in_schedules.current().exclude(paused_from=None).order_by("id"):
        resume(schedule=agreed, by=by, at=at)


@transaction.atomic
def pause(
    *,
    schedule: CheckInSchedule,
    by: User,
    paused_from: date,
    paused_until: date,
    reason: str = "",
    at: datetime | None = None,
) -> None:
    """Ask nothing on these days, both included. What is open when they begin is called off."""
    if paused_until < paused_from:
        raise Refused(_("The last day cannot be before the first."))
    _lock(schedule)
    schedule.paused_from, schedule.paused_until, schedule.pause_reason = paused_from, paused_until, reason
    at = at or timezone.now()
    if is_paused(schedule, local_date(at, schedule.zone)):
        call_off(schedule)
    _save(schedule, by=by, at=at)


@transaction.atomic
def resume(*, schedule: CheckInSchedule, by: User, at: datetime | None = None) -> None:
    _lock(schedule)
    schedule.paused_from, schedule.paused_until, schedule.pause_reason = None, None, ""
    _save(schedule, by=by, at=at or timezone.now())


@transaction.atomic
def end(*, schedule: CheckInSchedule, by: User, at: datetime | None = None) -> None:
    _lock(schedule)
    schedule.ended_at, schedule.next_due_at = at or timezone.now(), None
    schedule.save(update_fields=["ended_at", "next_due_at"])
    call_off(schedule)
    record_change(by=by, trajectory=schedule.trajectory, obj=schedule, segment=Permission.CHECK_IN_SCHEDULE)


def _pause_along(agreed: CheckInSchedule) -> None:
    """What is agreed during a pause pauses with the rest."""
    other = agreed.trajectory.check_in_schedules.current().exclude(paused_from=None).first()
    if agreed.paused_from is None and other:
        agreed.paused_from, agreed.paused_until = other.paused_from, other.paused_until
        agreed.pause_reason = other.pause_reason


def _lock(schedule: CheckInSchedule) -> None:
    """The sweep may hold it; what it wrote is read again."""
    schedule.refresh_from_db(from_queryset=CheckInSchedule.objects.select_for_update())
    if schedule.ended_at:
        raise TransitionRefused(_("These check-ins have ended."))


def _save(agreed: CheckInSchedule, *, by: User, at: datetime) -> None:
    last = Occurrence.objects.filter(schedule=agreed).values_list("due_at", flat=True).first()
    agreed.next_due_at = next_due(agreed, after=max(at, last + APART) if last else at)
    agreed.save()
    record_change(by=by, trajectory=agreed.trajectory, obj=agreed, segment=Permission.CHECK_IN_SCHEDULE)
