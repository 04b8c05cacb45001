"""Instants as PostgreSQL writes them, read by the interpreter itself.

Django reads them with psycopg's reader in Python, which takes ten times as long; a page may hold hundreds.
"""

from datetime import UTC, datetime

from psycopg.abc import Buffer
from psycopg.adapt import Loader


class InstantLoader(Loader):
    timezone = UTC
    """Django compares it with the connection's at each cursor."""

    def load(self, data: Buffer) -> datetime:
        return datetime.fromisoformat(str(data, "ascii"))


def read_fast(*, connection, **_kwargs) -> None:
    """To be told of each new connection (`connection_created`)."""
    connection.connection.adapters.register_loader("timestamptz", InstantLoader)
