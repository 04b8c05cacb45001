"""The tests' own database is as strict as production's."""

import pytest
from django.db import ProgrammingError, connection, transaction

from aftercare.accounts.models import Region


def ask(question: str):
    with connection.cursor() as cursor:
        cursor.execute(question)
        return cursor.fetchone()


def test_the_application_role_is_neither_owner_nor_superuser(db):
    assert ask("SELECT current_user, usesuper, usebypassrls FROM pg_user WHERE usename = current_user") == (
        "aftercare_app",
        False,
        False,
    )
    assert ask("SELECT count(*) FROM pg_tables WHERE tableowner <> 'aftercare_owner' AND schemaname = 'public'") == (0,)


@pytest.mark.parametrize(
    "statement", ["TRUNCATE accounts_user", "CREATE TABLE mine (id int)", "DROP TABLE accounts_user"]
)
def test_the_application_role_cannot_change_the_schema(db, statement):
    with pytest.raises(ProgrammingError), transaction.atomic():
        ask(statement)


@pytest.mark.parametrize("time", ["first", "second"])
def test_committed_rows_are_gone_at_the_next_test(committed_db, time):
    assert not Region.objects.exists()
    Region.objects.create(name="Waterrade")
    assert connection.get_autocommit()
