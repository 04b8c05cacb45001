from django.db import migrations

from aftercare.core.row_security import protect

READS = """
CREATE FUNCTION aftercare_consents() RETURNS uuid[] LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS
$$ SELECT coalesce(array_agg(consent.id), '{}')
   FROM accounts_user AS reader
   JOIN trajectories_recipient AS recipient
       ON (recipient.email <> '' AND recipient.email = lower(reader.email))
       OR (recipient.user_id = reader.id AND EXISTS (
           SELECT FROM accounts_membership AS works WHERE works.user_id = reader.id AND works.ended_at IS NULL
           AND works.organisation_id = recipient.partner_id AND works.role = 'partner'))
   JOIN trajectories_consent AS consent ON consent.recipient_id = recipient.id
   WHERE reader.id = aftercare_user() AND consent.ended_at IS NULL
     AND (consent.until IS NULL OR consent.until >= current_date - 1)
     AND recipient.used_at > now() - interval '184 days' $$;

CREATE FUNCTION aftercare_shared(wanted text) RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS
$$ SELECT coalesce(array_agg(DISTINCT trajectory_id), '{}') FROM trajectories_consent
   WHERE id = ANY (aftercare_consents()) AND wanted IN (category, '') $$;

CREATE FUNCTION aftercare_shared_clients(wanted text) RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS
$$ SELECT coalesce(array_agg(client_id), '{}') FROM trajectories_trajectory
   WHERE id = ANY (aftercare_shared(wanted)) $$;
"""
"""In whole days, for any time zone: to the second it is the access policy that counts."""

READS_NOT = """
DROP FUNCTION aftercare_shared_clients(text);
DROP FUNCTION aftercare_shared(text);
DROP FUNCTION aftercare_consents();
"""

OF_TRAJECTORY = "trajectory_id = ANY ((SELECT aftercare_trajectories())::uuid[])"
IN_GROUP = """
    participant_id IN (SELECT user_id FROM trajectories_client AS client
                       WHERE client.id = ANY ((SELECT aftercare_shared_clients('groups'))::uuid[]))
"""


APART = "ARRAY['practical', 'group', 'support_group', 'medication', 'relation', 'lived_through']"
"""Kinds of plan items that the plan is shared without."""


def shared(category: str) -> str:
    return f"trajectory_id = ANY ((SELECT aftercare_shared('{category}'))::uuid[])"


READABLE = {
    "trajectories_trajectory": "id = ANY ((SELECT aftercare_shared(''))::uuid[])",
    "trajectories_client": "id = ANY ((SELECT aftercare_shared_clients(''))::uuid[])",
    "trajectories_consent": "id = ANY ((SELECT aftercare_consents())::uuid[])",
    "trajectories_recipient": shared(""),
    "trajectories_goal": shared("plan"),
    "trajectories_planitem": (
        f"({shared('plan')} AND kind <> ALL ({APART})) OR ({shared('practical')} AND kind = 'practical')"
    ),
    "trajectories_appointment": shared("appointments"),
    "trajectories_checkin": shared("check_ins"),
    "trajectories_signalplan": shared("signal_plan"),
    "trajectories_signalstep": shared("signal_plan"),
    "trajectories_triggerentry": shared("triggers"),
    "trajectories_medicine": shared("medication"),
    "supportgroups_enrolment": IN_GROUP,
}


def readable(table: str, condition: str) -> migrations.RunSQL:
    """Read, never written, by whoever the client shares it with."""
    return migrations.RunSQL(
        f"CREATE POLICY shared ON {table} FOR SELECT USING ({condition})", f"DROP POLICY shared ON {table}"
    )


class Migration(migrations.Migration):
    dependencies = [("trajectories", "0002_row_security"), ("supportgroups", "0002_row_security")]
    operations = [
        protect("trajectories_recipient", own=OF_TRAJECTORY),
        protect("trajectories_consent", own=OF_TRAJECTORY),
        protect(
            "trajectories_concern",
            own=f"({OF_TRAJECTORY} AND client_may_know) OR told_by_id = (SELECT aftercare_user())",
        ),
        migrations.RunSQL(READS, READS_NOT),
        *[readable(table, condition) for table, condition in READABLE.items()],
    ]
