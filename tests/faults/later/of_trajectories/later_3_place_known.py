"""A constraint that holds from here on; rows that are there are looked at in the next migration."""

from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations
from django.db.models import CheckConstraint, Q


class Migration(migrations.Migration):
    dependencies = [("trajectories", "later_2_place_index")]
    operations = [
        AddConstraintNotValid(
            "triggerentry",
            CheckConstraint(name="trigger_place_known", condition=Q(place__in=["", "home", "away"])),
        ),
    ]
