"""The note that stood on an appointment becomes a signed one by whoever recorded it."""

from django.db import migrations

COPY = """
INSERT INTO trajectories_appointmentnote
    (id, organisation_id, trajectory_id, appointment_id, author_id, text, summary, revision, written_at, signed_at)
SELECT gen_random_uuid(), organisation_id, trajectory_id, id, recorded_by_id, note, '', 1, recorded_at, recorded_at
FROM trajectories_appointment WHERE note <> '';
"""

COPY_BACK = """
UPDATE trajectories_appointment AS appointment SET note = left(said.text, 2000)
FROM (SELECT appointment_id, string_agg(text, E'\n' ORDER BY signed_at) AS text
      FROM trajectories_appointmentnote WHERE signed_at IS NOT NULL GROUP BY appointment_id) AS said
WHERE said.appointment_id = appointment.id;
"""


class Migration(migrations.Migration):
    dependencies = [("trajectories", "0013_appointments")]

    operations = [
        migrations.RunSQL(COPY, COPY_BACK),
        migrations.RemoveField(model_name="appointment", name="note"),
    ]
