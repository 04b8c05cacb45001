"""What becomes of planned appointments when the aftercare closes, or goes to another counsellor."""

from collections.abc import Iterator
from datetime import date, datetime, time

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from aftercare.accounts.models import User
from aftercare.core.clocks import instant, local
from trajectories.appointments import clashes, notices
from trajectories.appointments.actions.coming import prefix
from trajectories.appointments.actions.recording import settle
from trajectories.appointments.actions.summary import keep
from trajectories.appointments.models import Appointment
from trajectories.dossier.access import Permission, record_change
from trajectories.dossier.models import Trajectory
from trajectories.teamtasks import actions as teamtasks
from trajectories.teamtasks.deadlines import end_of_working_day
from trajectories.teamtasks.models import TeamTask


@transaction.atomic
def call_off_all(*, trajectory: Trajectory, by: User, at: datetime | None = None) -> None:
    """Nothing that is still to come takes place. Whoever would come hears it once."""
    at = at or timezone.now()
    coming = list(_coming(trajectory, since=at))
    for one in coming:
        one.trajectory = trajectory
        settle(one, by=by, state=Appointment.State.CANCELLED, at=at)
    notices.changed(coming, at=at)
    keep(trajectory)


@transaction.atomic
def pass_on(
    *, trajectory: Trajectory, giver: User, to: User, since: date, by: User, at: datetime | None = None
) -> None:
    """What `giver` has planned on or after that day becomes `to`'s; where `to` is taken, the team is asked to agree
    on a new time."""
    at = at or timezone.now()
    zone = trajectory.organisation.time_zone
    since = max(at, instant(since, time.min, zone))
    passed = list(_taken_over(trajectory, giver, to, since=since, by=by, at=at))
    notices.changed(passed, at=at)


@transaction.atomic
def pass_back(
    *, trajectory: Trajectory, giver: User, to: User, since: date, by: User, at: datetime | None = None
) -> None:
    """The handover is called off: nothing is to be agreed because of it any more."""
    asked = trajectory.team_tasks.open().filter(kind=TeamTask.Kind.HANDOVER).order_by().values_list("key", flat=True)
    for key in asked:
        teamtasks.withdraw(trajectory=trajectory, key=key, by=by, at=at)
    pass_on(trajectory=trajectory, giver=giver, to=to, since=since, by=by, at=at)


def _taken_over(
    trajectory: Trajectory, giver: User, to: User, *, since: datetime, by: User, at: datetime
) -> Iterator[Appointment]:
    for one in _coming(trajectory, since=since).filter(with_user=giver):
        one.trajectory, one.with_user, one.revision = trajectory, to, one.revision + 1
        try:
            with clashes.unless_taken([one], by=by, after=at):
                one.save(update_fields=["with_user", "revision"])
        except clashes.Clashing:
            _ask_for_a_new_time(one, giver=giver, taken=to, since=since, at=at)
        else:
            record_change(by=by, trajectory=trajectory, obj=one, segment=Permission.APPOINTMENT_EDIT)
            yield one


def _ask_for_a_new_time(appointment: Appointment, *, giver: User, taken: User, since: datetime, at: datetime) -> None:
    """Before the end of the first working day of whoever takes over, and before the appointment itself."""
    zone = appointment.trajectory.organisation.time_zone
    start = local(appointment.starts_at, zone)
    words = {"day": date_format(start, "D j F"), "time": f"{start:%H:%M}", "giver": giver.name, "taken": taken.name}
    teamtasks.ask(
        trajectory=appointment.trajectory,
        kind=TeamTask.Kind.HANDOVER,
        key=f"{prefix(appointment)}{at:%y%m%d%H%M%S}",
        due_at=min(end_of_working_day(since, zone=zone), appointment.starts_at),
        by=None,
        text=_("The appointment of %(day)s, %(time)s is still with %(giver)s: %(taken)s is taken then.") % words,
        at=at,
    )


def _coming(trajectory: Trajectory, *, since: datetime) -> QuerySet[Appointment]:
    rows = trajectory.appointments.planned().filter(starts_at__gt=since)
    return rows.select_for_update(of=("self",)).select_related("with_user").order_by("starts_at", "id")
