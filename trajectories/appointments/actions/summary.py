"""What the caseload says of appointments, kept in step."""

from django.db.models import DateTimeField, Max, Min, Subquery
from django.db.models.functions import Greatest

from trajectories.appointments.models import Appointment
from trajectories.dossier.models import Summary, Trajectory


def keep(trajectory: Trajectory) -> None:
    """The next appointment is the first that is still planned, so one that nobody recorded stays in sight."""
    Summary.objects.select_for_update().values_list("pk").get(pk=trajectory.pk)
    appointments = Appointment.objects.filter(trajectory=trajectory).order_by()
    planned = appointments.filter(state=Appointment.State.PLANNED).values("trajectory").annotate(at=Min("starts_at"))
    held = appointments.filter(state=Appointment.State.HELD).values("trajectory").annotate(at=Max("starts_at"))
    called = trajectory.team_tasks.contacts().values("done_at")[:1]
    spoken = trajectory.lapses.in_conversation().values("told_at")[:1]
    contacts = map(Subquery, (held.values("at"), called, spoken))
    Summary.objects.filter(pk=trajectory.pk).update(
        next_appointment_at=Subquery(planned.values("at")),
        last_contact_at=Greatest(*contacts, output_field=DateTimeField()),
    )
