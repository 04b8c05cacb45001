from django.db import migrations

from aftercare.core.row_security import protect


class Migration(migrations.Migration):
    dependencies = [("trajectories", "0010_emergencies")]
    operations = [
        protect("trajectories_emergencyopening", own="trajectory_id = ANY ((SELECT aftercare_trajectories())::uuid[])")
    ]
