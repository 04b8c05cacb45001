"""What the caseload says of appointments, kept in step."""

from django.db import connection

from trajectories.appointments.models import Appointment
from trajectories.dossier.models import Trajectory
from trajectories.teamtasks.models import TeamTask

LOCK = "SELECT FROM trajectories_summary WHERE trajectory_id = %(trajectory)s FOR UPDATE"
KEEP = """
UPDATE trajectories_summary
SET next_appointment_at = (
        SELECT min(starts_at) FROM trajectories_appointment
        WHERE trajectory_id = %(trajectory)s AND state = %(planned)s),
    last_contact_at = greatest(
        (SELECT max(starts_at) FROM trajectories_appointment
         WHERE trajectory_id = %(trajectory)s AND state = %(held)s),
        (SELECT max(done_at) FROM trajectories_teamtask
         WHERE trajectory_id = %(trajectory)s AND kind = ANY(%(by_calling)s)),
        (SELECT max(told_at) FROM trajectories_lapse
         WHERE trajectory_id = %(trajectory)s AND in_conversation))
WHERE trajectory_id = %(trajectory)s
"""


def keep(trajectory: Trajectory) -> None:
    """The next appointment is the first that is still planned, so one that nobody recorded stays in sight.

    Locked in a statement of its own: what others wrote while this waited is seen by the next one.
    """
    params = {
        "trajectory": trajectory.pk,
        "planned": Appointment.State.PLANNED,
        "held": Appointment.State.HELD,
        "by_calling": list(TeamTask.BY_CALLING),
    }
    with connection.cursor() as cursor:
        cursor.execute(LOCK, params)
        cursor.execute(KEEP, params)
