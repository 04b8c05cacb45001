from django.db import migrations, models

CATEGORIES = [
    ("plan", "Plan"),
    ("appointments", "Appointments"),
    ("check_ins", "How it goes"),
    ("signal_plan", "Signal plan"),
    ("groups", "Groups"),
    ("practical", "Practical problems"),
    ("triggers", "Triggers"),
    ("medication", "Medicines"),
]
APART = "ARRAY['practical', 'group', 'support_group', 'medication', 'relation', 'lived_through']"
APART_BEFORE = "ARRAY['practical', 'group', 'support_group', 'medication']"
"""Kinds of plan items that the plan is shared without."""


def shared(category: str) -> str:
    return f"trajectory_id = ANY ((SELECT aftercare_shared('{category}'))::uuid[])"


def of_plan(apart: str) -> str:
    readable = f"({shared('plan')} AND kind <> ALL ({apart})) OR ({shared('practical')} AND kind = 'practical')"
    return f"ALTER POLICY shared ON trajectories_planitem USING ({readable})"


def readable(table: str, category: str) -> migrations.RunSQL:
    """Read, never written, by whoever the client shares it with."""
    return migrations.RunSQL(
        f"CREATE POLICY shared ON {table} FOR SELECT USING ({shared(category)})", f"DROP POLICY shared ON {table}"
    )


class Migration(migrations.Migration):
    dependencies = [("trajectories", "0008_referrals_row_security")]
    operations = [
        migrations.AlterField(
            model_name="consent",
            name="category",
            field=models.CharField(choices=CATEGORIES, max_length=12, verbose_name="what"),
        ),
        migrations.RunSQL(of_plan(APART), of_plan(APART_BEFORE)),
        readable("trajectories_triggerentry", "triggers"),
        readable("trajectories_medicine", "medication"),
    ]
