"""Instants as they come back from PostgreSQL."""

from datetime import UTC, datetime

import pytest
from django.db import connection

from aftercare.core.instants import InstantLoader

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("written", "at"),
    [
        ("2027-03-28 02:30:00+02", datetime(2027, 3, 28, 0, 30, tzinfo=UTC)),
        ("1999-12-31 23:59:59.000001+00", datetime(1999, 12, 31, 23, 59, 59, 1, tzinfo=UTC)),
        ("2027-01-05 00:00:00.1+05:30", datetime(2027, 1, 4, 18, 30, 0, 100000, tzinfo=UTC)),
    ],
)
def test_an_instant_comes_back_in_utc(written, at):
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s::timestamptz, ARRAY[%s::timestamptz], NULL::timestamptz", [written, written])
        one, several, none = cursor.fetchone()
    assert (one, several, none) == (at, [at], None)
    assert one.tzinfo is UTC


def test_every_connection_reads_them_fast():
    connection.ensure_connection()
    assert connection.connection.adapters.get_loader(1184, 0) is InstantLoader
