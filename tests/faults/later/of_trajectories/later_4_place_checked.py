"""What is there is looked at while people go on writing."""

from django.contrib.postgres.operations import ValidateConstraint
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("trajectories", "later_3_place_known")]
    operations = [ValidateConstraint("triggerentry", name="trigger_place_known")]
