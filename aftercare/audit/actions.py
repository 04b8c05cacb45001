"""Writing the access log. Nothing else may."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from uuid import UUID

from django.db.models import Model
from django.utils import timezone

from aftercare.audit.models import AccessEntry, Event, Outcome
from aftercare.core.prepared import insert

BATCH = 1000
"""So many lines in one INSERT: PostgreSQL takes 65,535 parameters at most."""

_happened_at: ContextVar[datetime | None] = ContextVar("happened_at", default=None)


@contextmanager
def dated(at: datetime) -> Iterator[None]:
    """For history that is brought in: the lines written here tell of `at`, not of now."""
    token = _happened_at.set(at)
    try:
        yield
    finally:
        _happened_at.reset(token)


_gathered: ContextVar[list[AccessEntry] | None] = ContextVar("gathered", default=None)


@contextmanager
def gathered() -> Iterator[None]:
    """For history that is brought in: all lines of the block in one INSERT at its end, within its transaction."""
    lines: list[AccessEntry] = []
    token = _gathered.set(lines)
    try:
        yield
    finally:
        _gathered.reset(token)
    AccessEntry.objects.bulk_create(lines, batch_size=BATCH)


def record(*, about: UUID | None = None, **what) -> AccessEntry:
    """One line; `what` is as for record_each."""
    (entry,) = record_each(about=[about], **what)
    return entry


def record_each(
    *,
    about: Iterable[UUID | None],
    by: Model | None,
    event: Event,
    role: str,
    organisation: UUID | None = None,
    obj: Model | None = None,
    segment: str = "",
    purpose: str = "",
    outcome: Outcome = Outcome.ALLOWED,
    emergency: bool = False,
) -> list[AccessEntry]:
    """A line for each person that a page or action is about, in one INSERT.

    `by` is None for the portal itself; `about` holds ids of clients' users.
    """
    at = _happened_at.get() or timezone.now()
    lines = [
        AccessEntry(
            at=at,
            event=event,
            outcome=outcome,
            user_id=by.pk if by is not None else None,
            role=role,
            organisation_id=organisation,
            client_id=person,
            object_type=obj._meta.label_lower if obj is not None else "",
            object_id=obj.pk if obj is not None else None,
            segment=segment,
            purpose=purpose,
            **({"emergency": True} if emergency else {}),
        )
        for person in about
    ]
    if (waiting := _gathered.get()) is not None:
        waiting += lines
        return lines
    insert(lines)
    return lines
