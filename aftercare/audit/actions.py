"""Writing the access log. Nothing else may."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Model

from aftercare.audit.models import AccessEntry, Event, Outcome


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
) -> list[AccessEntry]:
    """A line for each person that a page or action is about, in one INSERT.

    `by` is None for the portal itself; `about` holds ids of clients' users.
    """
    return AccessEntry.objects.bulk_create(
        AccessEntry(
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
        )
        for person in about
    )
