from django.db import migrations

KEPT = """
DROP INDEX user_name_search;
ALTER TABLE accounts_user
    ADD COLUMN plain_name text GENERATED ALWAYS AS (aftercare_plain(name || ' ' || called)) STORED;
CREATE INDEX user_name_search ON accounts_user USING gin (plain_name gin_trgm_ops);
"""
MADE = """
DROP INDEX user_name_search;
ALTER TABLE accounts_user DROP COLUMN plain_name;
CREATE INDEX user_name_search ON accounts_user USING gin (aftercare_plain(name || ' ' || called) gin_trgm_ops);
"""


class Migration(migrations.Migration):
    """A name without accents and capitals is kept: making it for each row of a list took longer than the rest."""

    dependencies = [("accounts", "0003_name_search")]
    operations = [migrations.RunSQL(KEPT, MADE)]
