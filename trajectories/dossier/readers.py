"""The door of those with whom a client shares: what they may read is what the client's consents say now."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone

from aftercare.accounts.access import active_memberships
from aftercare.accounts.models import User
from aftercare.accounts.roles import Role
from aftercare.audit import actions as audit
from aftercare.audit.models import Event
from trajectories.dossier.models import Category, Consent, Trajectory


@dataclass(frozen=True)
class Shared:
    """What one client shares with one reader, on which terms."""

    trajectory: Trajectory
    consents: list[Consent]

    @property
    def categories(self) -> list[Category]:
        given = {consent.category for consent in self.consents}
        return [category for category in Category if category in given]

    @property
    def terms(self) -> Consent:
        """Those of what ends first."""
        return min(self.consents, key=lambda one: (one.until is None, one.until, one.given_at))


def open_shared(request: HttpRequest, pk: UUID, *, event: Event = Event.READ) -> Shared:
    """404 unless the client shares something with this person now. Each category that is read, or saved, is logged."""
    at = timezone.now()
    shared = Trajectory.objects.shared_with(request.user, at=at).select_related("client__user")
    trajectory = get_object_or_404(shared, pk=pk)
    consents = Consent.objects.readable_by(request.user, at=at).filter(trajectory=trajectory)
    found = Shared(trajectory, list(consents.select_related("recipient")))
    for category in found.categories:
        record_look(by=request.user, trajectories=[trajectory], segment=category, event=event)
    return found


def list_shared(request: HttpRequest, *, named: str = "") -> list[Shared]:
    """Everybody who shares something with this person, by name; being found is logged for each."""
    at = timezone.now()
    shared = Trajectory.objects.shared_with(request.user, at=at).select_related("client__user")
    trajectories = list(shared.filter(client__user__name__icontains=named) if named else shared)
    consents = Consent.objects.readable_by(request.user, at=at).filter(trajectory__in=trajectories)
    of: dict[UUID, list[Consent]] = {one.pk: [] for one in trajectories}
    for consent in consents.select_related("recipient"):
        of[consent.trajectory_id].append(consent)
    record_look(by=request.user, trajectories=trajectories, segment="", event=Event.SEARCH)
    return [Shared(one, of[one.pk]) for one in trajectories]


def shared_trajectories(user: User, category: Category, *, at: datetime) -> list[Trajectory]:
    """Of whom this person may read one category now."""
    readable = Consent.objects.readable_by(user, at=at).filter(category=category).order_by().values("trajectory")
    return list(Trajectory.objects.filter(pk__in=readable).select_related("client"))


def record_look(*, by: User, trajectories: Iterable[Trajectory], segment: str, event: Event = Event.READ) -> None:
    """A line for each of these clients."""
    audit.record_each(
        about=[trajectory.client.user_id for trajectory in trajectories],
        by=by,
        event=event,
        role=role_of(by),
        segment=segment,
        purpose="shared",
    )


def role_of(reader: User) -> Role:
    """As what somebody reads what is shared."""
    works = any(membership.role == Role.PARTNER for membership in active_memberships(reader))
    return Role.PARTNER if works else Role.RELATIVE
