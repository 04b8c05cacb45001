"""Row-level security as migration operations: one rule for every clinical table.

A row shows to the organisation's members, to the person it is about, to the holder of a signed link
to its trajectory, and to the system. Finer rules are the access policy's; this stands behind it.
"""

from django.db.migrations import RunSQL

FUNCTIONS = """
CREATE FUNCTION aftercare_user() RETURNS uuid LANGUAGE sql STABLE AS
$$ SELECT nullif(current_setting('aftercare.user', true), '')::uuid $$;

CREATE FUNCTION aftercare_is_system() RETURNS boolean LANGUAGE sql STABLE AS
$$ SELECT current_setting('aftercare.system', true) = 'on' $$;

CREATE FUNCTION aftercare_organisations() RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS
$$ SELECT coalesce(array_agg(organisation_id), '{}') FROM accounts_membership
   WHERE user_id = aftercare_user() AND ended_at IS NULL AND organisation_id IS NOT NULL $$;
"""

DROP_FUNCTIONS = """
DROP FUNCTION aftercare_organisations();
DROP FUNCTION aftercare_is_system();
DROP FUNCTION aftercare_user();
"""


def functions() -> RunSQL:
    return RunSQL(FUNCTIONS, DROP_FUNCTIONS)


def protect(table: str, *, own: str) -> RunSQL:
    """Rows of `table` (which has organisation_id) also show where the SQL condition `own` holds."""
    return RunSQL(
        f"""
        ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
        CREATE POLICY in_scope ON {table} USING (
            (SELECT aftercare_is_system())
            OR organisation_id = ANY ((SELECT aftercare_organisations())::uuid[])
            OR {own}
        );
        """,
        f"DROP POLICY in_scope ON {table}; ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;",
    )
