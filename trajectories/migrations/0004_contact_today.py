from django.db import migrations, models

KINDS = [
    ("contact_today", "Contact today"),
    ("call", "Call"),
    ("return_request", "Wants to come back"),
    ("handover", "Agree on a new time"),
    ("review", "Review"),
    ("check_up", "Call about the check-up"),
    ("check_up_missed", "Call: check-up not answered"),
    ("cannot_come", "Cannot come"),
    ("other", "To do"),
]


class Migration(migrations.Migration):
    dependencies = [("trajectories", "0003_groups_missed")]
    operations = [
        migrations.AlterField(
            model_name="teamtask",
            name="kind",
            field=models.CharField(choices=KINDS, max_length=20, verbose_name="kind"),
        ),
    ]
