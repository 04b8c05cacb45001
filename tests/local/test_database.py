"""The tests' own database is as strict as production's."""

import psycopg
import pytest
from django.db import ProgrammingError, connection, transaction

from aftercare.accounts.models import Region
from aftercare.local import postgres
from tests import database, migrated
from tests.local_stack import ADMIN_URL, url


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


def test_the_kept_dump_is_another_when_a_migration_changes(tmp_path, settings):
    settings.BASE_DIR = tmp_path
    for name in ("requirements.txt", "aftercare/settings.py", "trajectories/migrations/0001_initial.py"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("1")
    before = migrated.dump_file()
    assert migrated.dump_file() == before
    (tmp_path / "trajectories/migrations/0002_more.py").touch()
    assert migrated.dump_file() != before


def test_a_kept_dump_gives_the_same_tables_owners_and_rules(db, tmp_path, monkeypatch):
    monkeypatch.setattr(migrated, "FOLDER", tmp_path)
    monkeypatch.delenv("CI", raising=False)
    whole, copy = (url(postgres.SUPERUSER, name) for name in (database.TEMPLATE, "aftercare_copy"))
    assert not migrated.restore(copy)
    migrated.keep(whole)
    postgres.execute(ADMIN_URL, ['CREATE DATABASE "aftercare_copy"'])
    assert migrated.restore(copy)
    for question in (
        "SELECT tablename, tableowner, rowsecurity FROM pg_tables WHERE schemaname = 'public' ORDER BY 1",
        "SELECT tablename, policyname, qual, with_check FROM pg_policies ORDER BY 1, 2",
        "SELECT relname, relacl::text FROM pg_class WHERE relnamespace = 'public'::regnamespace ORDER BY 1",
        "SELECT tgrelid::regclass::text, tgname FROM pg_trigger WHERE NOT tgisinternal ORDER BY 1, 2",
        "SELECT conrelid::regclass::text, conname FROM pg_constraint ORDER BY 1, 2",
        "SELECT nspacl::text FROM pg_namespace WHERE nspname = 'public'",
    ):
        answers = []
        for address in (whole, copy):
            with psycopg.connect(address) as copied:
                answers.append(copied.execute(question).fetchall())
        assert answers[0] == answers[1]


def test_ci_always_migrates(monkeypatch, tmp_path):
    monkeypatch.setattr(migrated, "FOLDER", tmp_path)
    monkeypatch.setenv("CI", "true")
    migrated.keep("postgresql://nobody@127.0.0.1:1/none")
    assert list(tmp_path.iterdir()) == []
    assert not migrated.restore("postgresql://nobody@127.0.0.1:1/none")
