"""Open again: a new trajectory with the old plan as its start, without a new intake."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from aftercare.accounts.models import User
from aftercare.core.errors import TransitionRefused
from trajectories.checkins import actions as checkins
from trajectories.checkins import check_ups
from trajectories.closing.access import return_asked
from trajectories.closing.carrying import carry, details
from trajectories.dossier import actions as dossier
from trajectories.dossier.access import Permission, record_change
from trajectories.dossier.models import Status, TeamRole, Trajectory
from trajectories.medication import actions as medication
from trajectories.teamtasks import actions as teamtasks

LENGTH = timedelta(weeks=13)


@transaction.atomic
def reopen(*, trajectory: Trajectory, by: User, at: datetime | None = None) -> Trajectory:
    """`by` carries it. The client is asked to confirm the period, as at the first start."""
    at = at or timezone.now()
    today = timezone.localdate(at)
    old = Trajectory.objects.select_for_update(of=["self"]).select_related("client__user").get(pk=trajectory.pk)
    if old.status != Status.CLOSED:
        raise TransitionRefused(_("This aftercare is running."))
    if Trajectory.objects.filter(follows=old).exists():
        raise TransitionRefused(_("This aftercare was taken up again already."))
    new = dossier.register(
        organisation=old.organisation,
        user=old.client.user,
        by=by,
        starts_on=today,
        ends_on=today + LENGTH,
        at=at,
        follows=old,
        **details(old),
    )
    carry(old, new)
    medication.carry(old=old, new=new, by=by, at=at)
    _keep_team(old, new, by=by, today=today)
    _keep_rhythm(old, new, by=by, at=at)
    if waiting := return_asked(old):
        teamtasks.finish(task=waiting, by=by, at=at)
    record_change(by=by, trajectory=old, segment=Permission.REOPEN)
    return new


def _keep_team(old: Trajectory, new: Trajectory, *, by: User, today: date) -> None:
    """Whoever else was on the team without an end is again; the counsellor is who opens it."""
    others = old.seats.on(today).filter(until=None).exclude(role=TeamRole.COUNSELLOR).exclude(user=by)
    for seat in others.select_related("user"):
        if dossier.works_as(seat.user, seat.role, new.organisation_id):
            dossier.seat(trajectory=new, user=seat.user, role=seat.role, since=today, by=by)


def _keep_rhythm(old: Trajectory, new: Trajectory, *, by: User, at: datetime) -> None:
    """The check-ins that ended when it closed begin again; the check-ups end."""
    for schedule in old.check_in_schedules.current():
        checkins.end(schedule=schedule, by=by, at=at)
    weekly = old.check_in_schedules.exclude(instrument__in=check_ups.INSTRUMENTS.values())
    for schedule in weekly.filter(ended_at=F("trajectory__closed_at")):
        checkins.schedule(
            trajectory=new,
            by=by,
            instrument=schedule.instrument,
            weekday=schedule.weekday,
            wall_time=schedule.wall_time,
            zone=schedule.zone,
            starts_on=timezone.localdate(at),
            every_weeks=schedule.every_weeks,
            at=at,
        )
