"""The access log cannot be changed or emptied by the application."""

from django.db import migrations

REFUSE = """
CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'the access log is append-only'; END $$;

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON audit_accessentry
FOR EACH ROW EXECUTE FUNCTION audit_refuse();

CREATE TRIGGER append_only_whole BEFORE TRUNCATE ON audit_accessentry
FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();
"""

ALLOW = """
DROP TRIGGER append_only_whole ON audit_accessentry;
DROP TRIGGER append_only ON audit_accessentry;
DROP FUNCTION audit_refuse();
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]
    operations = [migrations.RunSQL(REFUSE, ALLOW)]
