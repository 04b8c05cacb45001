"""Django's `migrate`, fit for a portal that people use meanwhile: it gives way where a table is held."""

import sys
import time

from django.core.management.base import CommandError
from django.core.management.commands import migrate
from django.db import OperationalError, connections
from django.db.backends.postgresql.schema import DatabaseSchemaEditor
from psycopg.errors import LockNotAvailable

LOCK_TIMEOUT = "1s"
"""Whoever wants the table stands in line behind a migration that waits for it."""
PAUSE, PATIENCE = 2.0, 600.0


class GivingWay(DatabaseSchemaEditor):
    """A transaction waits a moment for a lock. Outside of one there is only CONCURRENTLY, and nobody waits for that."""

    def __enter__(self):
        super().__enter__()
        if self.atomic_migration:
            self.execute(f"SET LOCAL lock_timeout = '{LOCK_TIMEOUT}'", params=None)
        return self

    def __exit__(self, kind, problem, traceback):
        """What Django left for the end may meet a lock too, and is then rolled back with the rest."""
        try:
            while problem is None and self.deferred_sql:
                self.execute(self.deferred_sql.pop(0), None)
        except BaseException:
            super().__exit__(*sys.exc_info())
            raise
        super().__exit__(kind, problem, traceback)


class Command(migrate.Command):
    def handle(self, *arguments, **options):
        connections[options["database"]].SchemaEditorClass = GivingWay
        until = time.monotonic() + PATIENCE
        while True:
            try:
                return super().handle(*arguments, **options)
            except OperationalError as problem:
                if not isinstance(problem.__cause__, LockNotAvailable):
                    raise
                if time.monotonic() > until:
                    raise CommandError(
                        "A table stays in use. What was migrated stands; try the rest later."
                    ) from problem
            self.stdout.write(f"\n  A table is in use; people go first. Trying again in {PAUSE:g} s.")
            time.sleep(PAUSE)
