"""An index that nobody waits for, alone in its migration."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("trajectories", "later_1_place")]
    operations = [
        AddIndexConcurrently("triggerentry", models.Index(fields=["place", "-at"], name="trigger_by_place")),
    ]
