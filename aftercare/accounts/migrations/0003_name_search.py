from django.db import migrations

PLAIN = """
CREATE FUNCTION aftercare_plain(text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT AS
$$ SELECT lower(public.unaccent('public.unaccent', $1)) $$;
"""

INDEX = """
CREATE INDEX user_name_search ON accounts_user
USING gin (aftercare_plain(name || ' ' || called) gin_trgm_ops);
"""


class Migration(migrations.Migration):
    """People are found and sorted by name without accents and capitals."""

    dependencies = [("accounts", "0002_row_security")]
    operations = [
        migrations.RunSQL(PLAIN, "DROP FUNCTION aftercare_plain(text)"),
        migrations.RunSQL(INDEX, "DROP INDEX user_name_search"),
    ]
