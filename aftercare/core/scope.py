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
