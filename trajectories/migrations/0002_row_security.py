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

INVITED = """
CREATE FUNCTION aftercare_invited() RETURNS uuid[] LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS
$$ SELECT coalesce(array_agg(appointment_id), '{}') FROM trajectories_appointmentguest
   WHERE user_id = aftercare_user() $$;
"""

SIGNED = """
CREATE FUNCTION appointmentnote_refuse() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'a signed note does not change'; END $$;

CREATE TRIGGER signed_for_good BEFORE UPDATE ON trajectories_appointmentnote
FOR EACH ROW WHEN (OLD.signed_at IS NOT NULL) EXECUTE FUNCTION appointmentnote_refuse();

CREATE POLICY draft_of_its_author ON trajectories_appointmentnote AS RESTRICTIVE USING (
    signed_at IS NOT NULL OR author_id = (SELECT aftercare_user()) OR (SELECT aftercare_is_system())
);
"""

UNSIGNED = """
DROP POLICY draft_of_its_author ON trajectories_appointmentnote;
DROP TRIGGER signed_for_good ON trajectories_appointmentnote;
DROP FUNCTION appointmentnote_refuse();
"""

OF_TRAJECTORY = "trajectory_id = ANY ((SELECT aftercare_trajectories())::uuid[])"

OF_OWN_TEAM = """
    EXISTS (SELECT FROM trajectories_careteamseat AS seat WHERE seat.user_id = trajectories_absence.user_id
            AND seat.organisation_id = trajectories_absence.organisation_id
            AND seat.trajectory_id = ANY ((SELECT aftercare_trajectories())::uuid[]))
"""

OF_ORGANISATION = "false"
"""Of its organisation only: nobody's own."""

OF_OWN_ORGANISATION = """
    organisation_id IN (SELECT own.organisation_id FROM trajectories_trajectory AS own
                        WHERE own.id = ANY ((SELECT aftercare_trajectories())::uuid[]))
"""
"""What an organisation asks, and by which rules it weighs the answers, also counts for those in its care."""

TABLES = """
    agreement analysis appointmentmove appointmentseries areascore areatold assignedexercise attachment
    careteamseat checkin checkinschedule climb climbstep closingwords contactphase copingstep daytick
    doneexercise earlierepisode firstrun goal handover intake itemversion knownperson ladderhours lapse
    later look mapchange medicine medicinechange medicinereport message occurrence outsidescore parcel
    personaround planitem planlook problemtold proposal reading review savedstep setcolour signal signalplan
    signalstep stepproposal summary teamtask triggerentry
""".split()


class Migration(migrations.Migration):
    dependencies = [("trajectories", "0001_initial"), ("accounts", "0002_row_security")]
    operations = [
        migrations.RunSQL(OWN_TRAJECTORIES, "DROP FUNCTION aftercare_trajectories()"),
        migrations.RunSQL(OWN_CLIENTS, "DROP FUNCTION aftercare_clients()"),
        migrations.RunSQL(INVITED, "DROP FUNCTION aftercare_invited()"),
        protect("trajectories_trajectory", own="id = ANY ((SELECT aftercare_trajectories())::uuid[])"),
        protect("trajectories_client", own="id = ANY ((SELECT aftercare_clients())::uuid[])"),
        *[protect(f"trajectories_{table}", own=OF_TRAJECTORY) for table in TABLES],
        protect("trajectories_appointment", own=f"{OF_TRAJECTORY} OR id = ANY ((SELECT aftercare_invited())::uuid[])"),
        protect("trajectories_appointmentguest", own=f"{OF_TRAJECTORY} OR user_id = (SELECT aftercare_user())"),
        protect("trajectories_appointmentnote", own=f"({OF_TRAJECTORY} AND summary <> '')"),
        migrations.RunSQL(SIGNED, UNSIGNED),
        protect("trajectories_absence", own=OF_OWN_TEAM),
        *[
            protect(f"trajectories_{table}", own=OF_ORGANISATION)
            for table in ("plantemplate", "templateitem", "clientimport", "columnmemory")
        ],
        *[
            protect(f"trajectories_{table}", own=OF_OWN_ORGANISATION)
            for table in ("rulesetting", "ownquestionnaire", "ownversion")
        ],
        protect("trajectories_keptview", own="user_id = (SELECT aftercare_user())"),
        protect("trajectories_relativelink", own="FALSE"),
    ]
