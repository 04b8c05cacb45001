"""Public ids: UUIDv7, so that they cannot be guessed and keep the order of insertion."""

from uuid import UUID

import uuid_utils.compat


def new_id() -> UUID:
    return uuid_utils.compat.uuid7()
