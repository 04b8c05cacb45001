"""Who asks, told to PostgreSQL. Row-level security shows no clinical row without it.

The settings are local to the transaction, so nothing leaks to the next user of a connection.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from django.db import connection, transaction


def enter(*, user: UUID | None = None, trajectory: UUID | None = None, system: bool = False) -> None:
    """Replace the scope of the current transaction; what is not named is empty."""
    values = [str(user or ""), str(trajectory or ""), "on" if system else ""]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('aftercare.user', %s, true),"
            " set_config('aftercare.trajectory', %s, true),"
            " set_config('aftercare.system', %s, true)",
            values,
        )


@contextmanager
def system() -> Iterator[None]:
    """For the clock's own work (tasks, seed, commands): one transaction that may see every row."""
    with transaction.atomic():
        enter(system=True)
        yield


@contextmanager
def reaching(trajectory: UUID) -> Iterator[None]:
    """For somebody who may leave something in a trajectory of which they see nothing else: for this block only."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('aftercare.trajectory', true)")
        before = cursor.fetchone()[0]
        cursor.execute("SELECT set_config('aftercare.trajectory', %s, true)", [str(trajectory)])
        yield
        cursor.execute("SELECT set_config('aftercare.trajectory', %s, true)", [before or ""])


@contextmanager
def counting() -> Iterator[None]:
    """For figures over people whom the reader may not see: for this block only, and only numbers leave it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('aftercare.system', true)")
        before = cursor.fetchone()[0]
        cursor.execute("SELECT set_config('aftercare.system', 'on', true)")
        yield
        cursor.execute("SELECT set_config('aftercare.system', %s, true)", [before or ""])
