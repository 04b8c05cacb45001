from django.db import migrations

ORGANISATIONS = """
CREATE OR REPLACE FUNCTION aftercare_organisations() RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS
$$ SELECT coalesce(array_agg(organisation_id), '{{}}') FROM accounts_membership
   WHERE user_id = {who} AND ended_at IS NULL AND organisation_id IS NOT NULL $$;
"""


class Migration(migrations.Migration):
    """A subquery reads once who asks, not once per membership. A page looks its organisations up dozens of times."""

    dependencies = [("accounts", "0004_plain_name")]
    operations = [
        migrations.RunSQL(
            ORGANISATIONS.format(who="(SELECT aftercare_user())"), ORGANISATIONS.format(who="aftercare_user()")
        )
    ]
