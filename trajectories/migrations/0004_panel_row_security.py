from django.db import migrations
from django.db.migrations import RunSQL

from aftercare.core.row_security import protect

SIGNED_IN = "(SELECT aftercare_user()) IS NOT NULL"
CLOSED = """
    EXISTS (SELECT FROM trajectories_pollquestion AS question
            JOIN trajectories_poll AS poll ON poll.id = question.poll_id
            WHERE question.id = question_id AND poll.closed_at IS NOT NULL)
"""


def only(table: str, condition: str) -> RunSQL:
    """Also for those who work there."""
    return RunSQL(
        f"""
        ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
        CREATE POLICY in_scope ON {table} USING ((SELECT aftercare_is_system()) OR ({condition}));
        """,
        f"DROP POLICY in_scope ON {table}; ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;",
    )


class Migration(migrations.Migration):
    dependencies = [("trajectories", "0003_readers_row_security")]

    operations = [
        protect("trajectories_panelmember", own="client_id = ANY ((SELECT aftercare_clients())::uuid[])"),
        *[only(f"trajectories_{table}", SIGNED_IN) for table in ("poll", "pollquestion", "pollchoice")],
        only("trajectories_pollturnout", "user_id = (SELECT aftercare_user())"),
        only("trajectories_pollwords", f"{SIGNED_IN} AND {CLOSED}"),
        RunSQL(
            f"CREATE POLICY given ON trajectories_pollwords FOR INSERT WITH CHECK ({SIGNED_IN});",
            "DROP POLICY given ON trajectories_pollwords;",
        ),
    ]
