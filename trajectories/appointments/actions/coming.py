"""The client says that they cannot come, or can after all; the care team gets a task."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from aftercare.accounts.models import User
from aftercare.core.errors import TransitionRefused
from trajectories.appointments import notices
from trajectories.appointments.models import Appointment
from trajectories.dossier.access import Permission, record_change
from trajectories.teamtasks import actions as teamtasks
from trajectories.teamtasks.deadlines import end_of_working_day
from trajectories.teamtasks.models import TeamTask


@transaction.atomic
def cannot_come(*, appointment: Appointment, by: User, note: str = "", at: datetime | None = None) -> None:
    """It stays planned until the care team moves or cancels it. No reminder is sent any more."""
    at = at or timezone.now()
    stored = _coming(appointment, at=at)
    if stored.cannot_at:
        return
    stored.cannot_at, stored.cannot_note, stored.revision = at, note, stored.revision + 1
    stored.save(update_fields=["cannot_at", "cannot_note", "revision"])
    notices.withdraw([stored])
    zone = stored.trajectory.organisation.time_zone
    teamtasks.ask(
        trajectory=stored.trajectory,
        kind=TeamTask.Kind.CANNOT_COME,
        key=_key(stored),
        due_at=min(end_of_working_day(at, zone=zone), stored.starts_at),
        by=by,
        text=note,
        at=at,
    )
    record_change(by=by, trajectory=stored.trajectory, obj=stored, segment=Permission.APPOINTMENT_VIEW)


@transaction.atomic
def can_come(*, appointment: Appointment, by: User, at: datetime | None = None) -> None:
    at = at or timezone.now()
    stored = _coming(appointment, at=at)
    if not stored.cannot_at:
        return
    teamtasks.withdraw(trajectory=stored.trajectory, key=_key(stored), by=by, at=at)
    stored.cannot_at, stored.cannot_note, stored.revision = None, "", stored.revision + 1
    stored.save(update_fields=["cannot_at", "cannot_note", "revision"])
    notices.remind(stored, at=at)
    record_change(by=by, trajectory=stored.trajectory, obj=stored, segment=Permission.APPOINTMENT_VIEW)


def settle_requests(appointment: Appointment, *, by: User, outcome: str, at: datetime) -> None:
    """Somebody of the team did something about it, so that nothing more is asked."""
    for asked in appointment.trajectory.team_tasks.open().filter(key__startswith=prefix(appointment)):
        teamtasks.finish(task=asked, by=by, outcome=outcome, at=at)


def _coming(appointment: Appointment, *, at: datetime) -> Appointment:
    rows = Appointment.objects.select_for_update(of=("self",))
    stored = rows.select_related("trajectory__client__user", "trajectory__organisation").get(pk=appointment.pk)
    if not stored.is_planned or stored.starts_at <= at:
        raise TransitionRefused(_("This appointment is over or cancelled already."))
    return stored


def prefix(appointment: Appointment) -> str:
    """Of the keys of whatever the team is asked about it."""
    return f"appointment:{appointment.pk}:"


def _key(appointment: Appointment) -> str:
    """Another moment, or another change of mind, is another occasion."""
    return f"{prefix(appointment)}{appointment.revision}"
