from django.db import migrations

TABLES = {
    "shared": [
        "trajectories_trajectory",
        "trajectories_client",
        "trajectories_consent",
        "trajectories_recipient",
        "trajectories_goal",
        "trajectories_planitem",
        "trajectories_appointment",
        "trajectories_checkin",
        "trajectories_signalplan",
        "trajectories_signalstep",
        "trajectories_triggerentry",
        "trajectories_medicine",
        "supportgroups_enrolment",
    ],
    "referred": ["trajectories_trajectory", "trajectories_client"],
}


def behind_in_scope(policy: str, table: str) -> migrations.RunSQL:
    """PostgreSQL tries the policies of a table from the last name to the first, until one holds. Consents and
    referrals are looked up, in four tables, only for whom in_scope does not hold.
    """
    return migrations.RunSQL(
        f"ALTER POLICY {policy} ON {table} RENAME TO also_{policy}",
        f"ALTER POLICY also_{policy} ON {table} RENAME TO {policy}",
    )


class Migration(migrations.Migration):
    dependencies = [("trajectories", "0006_arrivals_row_security"), ("supportgroups", "0002_row_security")]
    operations = [behind_in_scope(policy, table) for policy, tables in TABLES.items() for table in tables]
