from django.db import migrations

from aftercare.core.row_security import protect

OF_TRAJECTORY = "trajectory_id = ANY ((SELECT aftercare_trajectories())::uuid[])"
TO_ME = "to_user_id = (SELECT aftercare_user())"

REFERRED = """
CREATE FUNCTION aftercare_referred() RETURNS uuid[] LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS
$$ SELECT coalesce(array_agg(trajectory_id), '{}') FROM trajectories_referral
   WHERE to_user_id = aftercare_user() AND until >= current_date - 1
     AND state IN ('agreed', 'talked', 'accepted', 'started', 'asked', 'arrived') $$;

CREATE FUNCTION aftercare_referred_clients() RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS
$$ SELECT coalesce(array_agg(client_id), '{}') FROM trajectories_trajectory
   WHERE id = ANY (aftercare_referred()) $$;
"""
"""Who it is, for the partner to whom the client said yes. In whole days; to the second it is the policy that counts."""

REFERRED_NOT = "DROP FUNCTION aftercare_referred_clients(); DROP FUNCTION aftercare_referred();"


def readable(table: str, condition: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        f"CREATE POLICY referred ON {table} FOR SELECT USING ({condition})", f"DROP POLICY referred ON {table}"
    )


class Migration(migrations.Migration):
    dependencies = [("trajectories", "0004_panel_row_security")]
    operations = [
        protect("trajectories_referral", own=f"{OF_TRAJECTORY} OR {TO_ME}"),
        protect(
            "trajectories_referralstep",
            own=f"{OF_TRAJECTORY} OR referral_id IN (SELECT id FROM trajectories_referral WHERE {TO_ME})",
        ),
        migrations.RunSQL(REFERRED, REFERRED_NOT),
        readable("trajectories_trajectory", "id = ANY ((SELECT aftercare_referred())::uuid[])"),
        readable("trajectories_client", "id = ANY ((SELECT aftercare_referred_clients())::uuid[])"),
    ]
