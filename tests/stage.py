"""A PostgreSQL and a Valkey of one's own, durable and migrated, with Django connected as the application role.

For what a test run's servers are not fit for: faults that stop them, and figures that need them to be as in production.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from aftercare.local import postgres, signals
from aftercare.local.stack import Stack, temporary_stack

DATABASE = "aftercare"


@dataclass
class Stage:
    stack: Stack
    postgres: postgres.Postgres
    redis_url: str

    def url(self, role: str = postgres.APPLICATION, database: str = DATABASE) -> str:
        return self.postgres.url(database, role)

    def make_database(self, name: str) -> None:
        """Migrated: from the dump that the tests keep, else by migrating."""
        from django.core.management import call_command
        from django.db import connection

        from tests import migrated  # both need Django's settings

        postgres.execute(self.postgres.admin_url, [f'CREATE DATABASE "{name}" OWNER {postgres.OWNER}'])
        whole = self.url(postgres.SUPERUSER, name)
        if migrated.restore(whole):
            return
        postgres.execute(whole, [postgres.DATABASE.read_text()])
        with connected(self.url(postgres.OWNER, name)):
            call_command("migrate", verbosity=0, interactive=False)
            connection.close()
        migrated.keep(whole)


@contextmanager
def connected(url: str) -> Iterator[None]:
    """Django's connection, in this process, goes there."""
    from django.db import connection
    from environ import Env

    before = dict(connection.settings_dict)
    connection.close()
    there = Env.db_url_config(url)
    connection.settings_dict |= there | {"OPTIONS": before["OPTIONS"] | there["OPTIONS"]}
    try:
        yield
    finally:
        with suppress(Exception):  # the server may be gone by then
            connection.close()
        connection.settings_dict |= before


@contextmanager
def set_up(**environment: str) -> Iterator[Stage]:
    """For a process that does nothing else: asked to stop, it stops its servers first."""
    signals.listen()
    with temporary_stack(throw_away=False) as stack:
        server, broker = stack.start_postgres(), stack.start_valkey()
        stage = Stage(stack, server, broker.url)
        os.environ.update(
            {
                "AFTERCARE_NO_BOOTSTRAP": "1",
                "DJANGO_SETTINGS_MODULE": "aftercare.settings",
                "AFTERCARE_VAR": str(stack.data / "var"),
                "AFTERCARE_TEST_BINARIES": str(server.binaries),
                "DATABASE_URL": stage.url(),
                "DATABASE_OWNER_URL": stage.url(postgres.OWNER),
                "REDIS_URL": stage.redis_url,
                **environment,
            }
        )
        import django

        django.setup()
        yield stage
