"""`migrate` gives way: it waits a moment for a lock, tries again, and gives up in words."""

from contextlib import contextmanager
from io import StringIO

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.core.management.commands import migrate as djangos
from django.db import OperationalError, connection
from environ import Env

from aftercare.core.management.commands import migrate
from aftercare.local import postgres
from tests.local_stack import NAME, url

HELD = "accounts_region"
ADD_COLUMN = f"ALTER TABLE {HELD} ADD COLUMN shade text"


@pytest.fixture
def owner(committed_db):
    """Connected as who migrates."""
    application = dict(connection.settings_dict)
    connection.close()
    connection.settings_dict |= Env.db_url_config(url(postgres.OWNER, NAME))
    yield connection
    connection.close()
    connection.settings_dict |= application


@contextmanager
def somebody_reads(table: str):
    with psycopg.connect(url(postgres.SUPERUSER, NAME)) as other:
        other.execute(f"SELECT count(*) FROM {table}")
        yield


def migrating(owner, *statements: str, at_the_end: str) -> None:
    with migrate.GivingWay(owner, atomic=True) as editor:
        for statement in statements:
            editor.execute(statement)
        editor.deferred_sql.append(at_the_end)


@pytest.fixture
def soon(monkeypatch):
    monkeypatch.setattr(migrate, "LOCK_TIMEOUT", "50ms")
    monkeypatch.setattr(migrate, "PAUSE", 0)


@pytest.mark.parametrize("statements", [("CREATE TABLE unfinished ()",), ("CREATE TABLE unfinished ()", ADD_COLUMN)])
def test_a_table_that_somebody_reads_is_not_waited_for(owner, soon, statements):
    with pytest.raises(OperationalError, match="lock timeout"), somebody_reads(HELD):
        migrating(owner, *statements, at_the_end=ADD_COLUMN)
    assert not owner.in_atomic_block
    assert "unfinished" not in owner.introspection.table_names()


def test_what_waits_until_the_end_is_done(owner):
    migrating(owner, at_the_end="CREATE TEMPORARY TABLE finished ()")
    with owner.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM finished")
        cursor.execute("SHOW lock_timeout")
        assert cursor.fetchone() == ("0",), "only migrations are in a hurry"


def test_a_concurrent_index_takes_its_time(owner):
    with migrate.GivingWay(owner, atomic=False), owner.cursor() as cursor:
        cursor.execute("SHOW lock_timeout")
        assert cursor.fetchone() == ("0",)


def in_use(times: int, monkeypatch) -> list[int]:
    """Django's own migrate finds a table held so many times."""
    tries = []

    def handle(*_, **__):
        tries.append(1)
        if len(tries) <= times:
            raise OperationalError from psycopg.errors.LockNotAvailable()

    monkeypatch.setattr(djangos.Command, "handle", handle)
    return tries


@pytest.mark.django_db
def test_it_tries_again_until_the_table_is_free(soon, monkeypatch):
    tries, told = in_use(2, monkeypatch), StringIO()
    call_command("migrate", stdout=told)
    assert len(tries) == 3
    assert told.getvalue().count("Trying again") == 2


@pytest.mark.django_db
def test_after_a_while_it_gives_up_in_words(soon, monkeypatch):
    monkeypatch.setattr(migrate, "PATIENCE", -1)
    in_use(2, monkeypatch)
    with pytest.raises(CommandError, match="stays in use"):
        call_command("migrate", stdout=StringIO())


@pytest.mark.django_db
def test_another_problem_is_told_as_it_is(monkeypatch):
    def handle(*_, **__):
        raise OperationalError("no room on the disk")

    monkeypatch.setattr(djangos.Command, "handle", handle)
    with pytest.raises(OperationalError, match="no room"):
        call_command("migrate")
