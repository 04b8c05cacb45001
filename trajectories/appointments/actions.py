"""Plan an appointment, record how it went; the summary stays in step."""

from datetime import datetime

from django.db import transaction
from django.db.models import DateTimeField, Max, Min, Q, Subquery, Value
from django.db.models.functions import Greatest, Least
from django.utils import timezone
from django.utils.translation import gettext as _

from aftercare.accounts.models import User
from aftercare.core.errors import TransitionRefused
from trajectories.appointments.models import Appointment
from trajectories.dossier.access import Permission, record_change
from trajectories.dossier.models import Summary, Trajectory


@transaction.atomic
def plan(
    *,
    trajectory: Trajectory,
    by: User,
    starts_at: datetime,
    with_user: User,
    kind: Appointment.Kind = Appointment.Kind.INDIVIDUAL,
    minutes: int = 45,
    place: str = "",
    at: datetime | None = None,
) -> Appointment:
    appointment = Appointment.objects.create(
        organisation_id=trajectory.organisation_id,
        trajectory=trajectory,
        kind=kind,
        starts_at=starts_at,
        minutes=minutes,
        place=place,
        with_user=with_user,
        planned_by=by,
        planned_at=at or timezone.now(),
    )
    Summary.objects.filter(pk=trajectory.pk).update(next_appointment_at=Least("next_appointment_at", Value(starts_at)))
    record_change(by=by, trajectory=trajectory, obj=appointment, segment=Permission.APPOINTMENT_EDIT)
    return appointment


@transaction.atomic
def record(
    *, appointment: Appointment, by: User, state: Appointment.State, note: str = "", at: datetime | None = None
) -> None:
    """Say how it went. A record can be corrected; it never becomes planned again."""
    at = at or timezone.now()
    if state == Appointment.State.PLANNED:
        raise TransitionRefused(_("Plan a new appointment instead."))
    if state != Appointment.State.CANCELLED and appointment.starts_at > at:
        raise TransitionRefused(_("This appointment has not started yet. You can cancel it."))
    appointment.state, appointment.note = state, note
    appointment.recorded_at, appointment.recorded_by = at, by
    appointment.save(update_fields=["state", "note", "recorded_at", "recorded_by"])
    _keep_summary(appointment.trajectory)
    record_change(by=by, trajectory=appointment.trajectory, obj=appointment, segment=Permission.APPOINTMENT_EDIT)


def _keep_summary(trajectory: Trajectory) -> None:
    """The next appointment is the first that is still planned, so one that nobody recorded stays in sight."""
    Summary.objects.select_for_update().values_list("pk").get(pk=trajectory.pk)
    found = Appointment.objects.filter(trajectory=trajectory).aggregate(
        next_appointment_at=Min("starts_at", filter=Q(state=Appointment.State.PLANNED)),
        last_contact_at=Max("starts_at", filter=Q(state=Appointment.State.HELD)),
    )
    called = trajectory.team_tasks.contacts().values("done_at")[:1]
    spoken = trajectory.lapses.in_conversation().values("told_at")[:1]
    held = Value(found["last_contact_at"], DateTimeField())
    found["last_contact_at"] = Greatest(held, Subquery(called), Subquery(spoken))
    Summary.objects.filter(pk=trajectory.pk).update(**found)
