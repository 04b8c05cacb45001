"""Writing the access log. Nothing else may."""

from uuid import UUID

from django.db.models import Model

from aftercare.audit.models import AccessEntry, Event, Outcome


def record(
    *,
    by: Model | None,
    event: Event,
    role: str,
    about: UUID | None = None,
    organisation: UUID | None = None,
    obj: Model | None = None,
    segment: str = "",
    purpose: str = "",
    outcome: Outcome = Outcome.ALLOWED,
) -> AccessEntry:
    """One line. `by` is None for the portal itself; `about` is the id of the client's user."""
    return AccessEntry.objects.create(
        event=event,
        outcome=outcome,
        user_id=by.pk if by is not None else None,
        role=role,
        organisation_id=organisation,
        client_id=about,
        object_type=obj._meta.label_lower if obj is not None else "",
        object_id=obj.pk if obj is not None else None,
        segment=segment,
        purpose=purpose,
    )
