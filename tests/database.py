"""One migrated database, copied for each test process, and emptied after tests that commit."""

from collections.abc import Iterator

import psycopg
import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection, connections
from django.test import TransactionTestCase
from environ import Env
from psycopg import sql

from aftercare.local import postgres
from tests import migrated
from tests.local_stack import ADMIN_URL, NAME, url

TEMPLATE = "aftercare_template"
ONE_MIGRATES = 20_261_121


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, django_db_blocker) -> Iterator[None]:
    with django_db_blocker.unblock(), psycopg.connect(ADMIN_URL, autocommit=True) as admin:
        admin.execute("SELECT pg_advisory_lock(%s)", [ONE_MIGRATES])
        if not postgres.exists(ADMIN_URL, TEMPLATE):
            make_template(admin)
        admin.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(NAME), sql.Identifier(TEMPLATE)))
        admin.execute(
            sql.SQL("ALTER DATABASE {} OWNER TO {}").format(sql.Identifier(NAME), sql.Identifier(postgres.OWNER))
        )
    KEPT.update(tables_with_rows())
    yield
    connections.close_all()


def make_template(admin: psycopg.Connection) -> None:
    whole = url(postgres.SUPERUSER, TEMPLATE)
    admin.execute(
        sql.SQL("CREATE DATABASE {} OWNER {}").format(sql.Identifier(TEMPLATE), sql.Identifier(postgres.OWNER))
    )
    if migrated.restore(whole):
        return
    postgres.execute(whole, [postgres.DATABASE.read_text()])
    application = dict(connection.settings_dict)
    connection.settings_dict |= Env.db_url_config(url(postgres.OWNER, TEMPLATE))
    try:
        call_command("migrate", verbosity=0, interactive=False)
    except BaseException:
        connection.close()
        admin.execute(sql.SQL("DROP DATABASE {}").format(sql.Identifier(TEMPLATE)))
        raise
    finally:
        connection.close()
        connection.settings_dict |= application
    migrated.keep(whole)


KEPT: set[str] = set()  # what migrations filled: permissions, content types, the migrations themselves


def tables_with_rows() -> frozenset[str]:
    with psycopg.connect(url(postgres.SUPERUSER, NAME)) as admin:
        names = [name for (name,) in admin.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")]
        if not names:
            return frozenset()
        each = sql.SQL(" UNION ALL ").join(
            sql.SQL("SELECT {} WHERE EXISTS (SELECT FROM {})").format(sql.Literal(name), sql.Identifier(name))
            for name in names
        )
        return frozenset(name for (name,) in admin.execute(each))


def empty_tables(*_) -> None:
    """As superuser past the append-only triggers and foreign keys, which the application role cannot pass."""
    connections.close_all()
    with psycopg.connect(url(postgres.SUPERUSER, NAME)) as admin:
        admin.execute("SET session_replication_role = replica")
        admin.execute("SET lock_timeout = '10s'")
        for name in tables_with_rows() - KEPT:
            admin.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(name)))


TransactionTestCase._fixture_teardown = empty_tables


@pytest.fixture
def committed_db(transactional_db) -> None:
    """For what other processes must see, or what row locks decide: commits are real, and undone afterwards."""


@pytest.fixture(autouse=True)
def empty_cache() -> Iterator[None]:
    """What a test left in Valkey (cache, attempts counted, tasks waiting) is gone for the next one."""
    yield
    cache.clear()
