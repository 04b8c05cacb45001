"""Whom the clock considers, and who sets the rules of an organisation or reads what they would do."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest

from aftercare.accounts.access import active_memberships
from aftercare.accounts.models import Organisation
from aftercare.accounts.roles import Role
from aftercare.audit import actions as audit
from aftercare.audit.models import Event, Outcome
from trajectories.checkins.models import CheckIn, Occurrence
from trajectories.dossier.models import Trajectory
from trajectories.signals.access import SEGMENT

LATELY = timedelta(hours=3)
"""Longer than lies between two sweeps."""
READERS = {Role.MANAGER, Role.COUNSELLOR}


def heard_lately(*, at: datetime) -> QuerySet[Trajectory]:
    """Running, with a check-in answered or missed in the last hours."""
    within = (at - LATELY, at)
    answered = CheckIn.objects.filter(trajectory=OuterRef("pk"), submitted_at__range=within)
    missed = Occurrence.objects.filter(trajectory=OuterRef("pk"), state="missed", closes_at__range=within)
    heard = Trajectory.objects.running().filter(Exists(answered) | Exists(missed))
    return heard.select_related("client").order_by("pk")


@dataclass(frozen=True)
class Workplace:
    organisation: Organisation
    role: Role

    @property
    def may_change(self) -> bool:
        return self.role == Role.MANAGER


def open_rules(request: HttpRequest, *, changing: bool = False) -> Workplace:
    """A manager sets how the care works here, a counsellor reads it; 403 for the rest, and either is logged."""
    mine = [one for one in active_memberships(request.user) if one.role in READERS]
    place = min(mine, key=lambda one: one.role != Role.MANAGER, default=None)
    allowed = place is not None and (place.role == Role.MANAGER or not changing)
    audit.record(
        by=request.user,
        event=Event.READ,
        outcome=Outcome.ALLOWED if allowed else Outcome.DENIED,
        role=place.role if place else "",
        organisation=place.organisation_id if place else None,
        segment=SEGMENT,
        purpose="management",
    )
    if not allowed:
        raise PermissionDenied
    return Workplace(Organisation.objects.get(pk=place.organisation_id), Role(place.role))
