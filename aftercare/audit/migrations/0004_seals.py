"""Seals upon the access log, which the application can add to and otherwise leaves alone, as the log itself."""

from django.db import migrations, models

REFUSE = """
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON audit_seal
FOR EACH ROW EXECUTE FUNCTION audit_refuse();

CREATE TRIGGER append_only_whole BEFORE TRUNCATE ON audit_seal
FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();
"""

ALLOW = """
DROP TRIGGER append_only_whole ON audit_seal;
DROP TRIGGER append_only ON audit_seal;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("audit", "0003_indexed_once"),
    ]

    operations = [
        migrations.CreateModel(
            name="Seal",
            fields=[
                ("number", models.PositiveBigIntegerField(primary_key=True, serialize=False)),
                ("up_to", models.UUIDField()),
                ("entries", models.PositiveIntegerField()),
                ("digest", models.CharField(max_length=64)),
                ("made_at", models.DateTimeField()),
            ],
            options={
                "ordering": ["number"],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("number__gte", 1)), name="seals_count_from_one"),
                    models.CheckConstraint(condition=models.Q(("entries__gte", 1)), name="a_seal_covers_an_entry"),
                ],
            },
        ),
        migrations.RunSQL(REFUSE, ALLOW),
    ]
