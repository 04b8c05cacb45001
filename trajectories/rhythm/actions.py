"""Agree on a rhythm of contact; what stood before is replaced as a whole."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from aftercare.accounts.models import User
from aftercare.core.errors import Refused, Stale
from trajectories.dossier.access import Permission, record_change
from trajectories.dossier.models import Trajectory
from trajectories.rhythm.models import ContactPhase


@transaction.atomic
def agree(
    *,
    trajectory: Trajectory,
    by: User,
    phases: list[tuple[date, int]],
    seen: UUID | None = None,
    at: datetime | None = None,
) -> list[ContactPhase]:
    """From each day on so often. `seen` is the first phase that the writer saw, None where nothing was agreed."""
    days = [day for day, _every in phases]
    if not days or days != sorted(set(days)):
        raise Refused(_("Each next line begins on a later day than the one before."))
    Trajectory.objects.select_for_update(no_key=True).values_list("pk").get(pk=trajectory.pk)
    stored = trajectory.contact_phases.in_order()
    if (stored[0].pk if stored else None) != seen:
        raise Stale(_("Somebody else changed this rhythm meanwhile. What you filled in is still here."))
    stored.delete()
    agreed = ContactPhase.objects.bulk_create(
        ContactPhase(
            organisation_id=trajectory.organisation_id,
            trajectory=trajectory,
            starts_on=day,
            every_weeks=every,
            agreed_at=at or timezone.now(),
            agreed_by=by,
        )
        for day, every in phases
    )
    record_change(by=by, trajectory=trajectory, obj=agreed[0], segment=Permission.CHECK_IN_SCHEDULE)
    return agreed
