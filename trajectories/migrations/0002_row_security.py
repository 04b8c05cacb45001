from django.db import migrations

from aftercare.core.row_security import protect

OWN_TRAJECTORIES = """
CREATE FUNCTION aftercare_trajectories() RETURNS uuid[] LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS
$$ SELECT coalesce(array_agg(t.id), '{}')
   || nullif(current_setting('aftercare.trajectory', true), '')::uuid
   FROM trajectories_trajectory t JOIN trajectories_client c ON c.id = t.client_id
   WHERE c.user_id = aftercare_user() $$;
"""

OWN_CLIENTS = """
CREATE FUNCTION aftercare_clients() RETURNS uuid[] LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS
$$ SELECT coalesce(array_agg(client_id), '{}') FROM trajectories_trajectory
   WHERE id = ANY (aftercare_trajectories()) $$;
"""

OF_TRAJECTORY = "trajectory_id = ANY ((SELECT aftercare_trajectories())::uuid[])"

TABLES = [
    "appointment",
    "careteamseat",
    "checkin",
    "checkinschedule",
    "copingstep",
    "daytick",
    "goal",
    "look",
    "occurrence",
    "planitem",
    "summary",
    "triggerentry",
]


class Migration(migrations.Migration):
    dependencies = [("trajectories", "0001_initial"), ("accounts", "0002_row_security")]
    operations = [
        migrations.RunSQL(OWN_TRAJECTORIES, "DROP FUNCTION aftercare_trajectories()"),
        migrations.RunSQL(OWN_CLIENTS, "DROP FUNCTION aftercare_clients()"),
        protect("trajectories_trajectory", own="id = ANY ((SELECT aftercare_trajectories())::uuid[])"),
        protect("trajectories_client", own="id = ANY ((SELECT aftercare_clients())::uuid[])"),
        *[protect(f"trajectories_{table}", own=OF_TRAJECTORY) for table in TABLES],
    ]
