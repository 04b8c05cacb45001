"""A column with a default of the database's own: the version before does not fill it."""

from django.db import migrations, models

from tests.faults.later.of_trajectories import LAST


class Migration(migrations.Migration):
    dependencies = [("trajectories", LAST)]
    operations = [
        migrations.AddField(
            "triggerentry",
            "place",
            models.CharField(
                blank=True,
                choices=[("", "not told"), ("home", "at home"), ("away", "elsewhere")],
                db_default="",
                max_length=10,
            ),
        ),
    ]
