"""A facilitation has its session's period and state, always: the database carries changes over."""

from django.db import migrations

FOLLOW = """
ALTER TABLE supportgroups_session
    ADD CONSTRAINT session_as_facilitated UNIQUE (id, period, state);
ALTER TABLE supportgroups_facilitation
    ADD CONSTRAINT facilitation_follows_session FOREIGN KEY (session_id, period, state)
    REFERENCES supportgroups_session (id, period, state) ON UPDATE CASCADE ON DELETE CASCADE;
"""

UNFOLLOW = """
ALTER TABLE supportgroups_facilitation DROP CONSTRAINT facilitation_follows_session;
ALTER TABLE supportgroups_session DROP CONSTRAINT session_as_facilitated;
"""


class Migration(migrations.Migration):
    dependencies = [("supportgroups", "0002_row_security")]
    operations = [migrations.RunSQL(FOLLOW, UNFOLLOW)]
