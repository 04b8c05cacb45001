"""Public ids: UUIDv7, so that they cannot be guessed and keep the order of insertion."""

from datetime import datetime
from uuid import UUID

import uuid_utils.compat


def new_id() -> UUID:
    return uuid_utils.compat.uuid7()


def first_id(at: datetime) -> UUID:
    """Comes before every id made at `at` or later, and after every id made before it."""
    return UUID(int=int(at.timestamp() * 1000) << 80)
