"""About whom a relative can bring in a concern; who may know whose relative somebody is."""

from datetime import datetime

from django.db.models import Q, QuerySet

from aftercare.accounts.models import User
from trajectories.dossier.access import GRANTS, Permission
from trajectories.dossier.models import Status, Trajectory, TrajectoryQuerySet
from trajectories.relatives.models import RelativeLink

PARTS = [part for part, grants in GRANTS.items() if Permission.DOSSIER_VIEW in grants]
"""Who reads whole dossiers."""


def may_be_about(user: User, *, at: datetime) -> TrajectoryQuerySet:
    """Those who share something with this person now; nobody else is named, whoever else is here."""
    shared = Trajectory.objects.shared_with(user, at=at).filter(kind=Trajectory.Kind.CLIENT, status=Status.RUNNING)
    return shared.select_related("client__user")


def carried_by(user: User) -> TrajectoryQuerySet:
    return Trajectory.objects.visible_to(user).filter(part__in=PARTS)


def may_be_linked(own: Trajectory, *, by: User) -> TrajectoryQuerySet:
    """Clients of this organisation whose dossier `by` reads too."""
    clients = carried_by(by).running().filter(kind=Trajectory.Kind.CLIENT, organisation=own.organisation_id)
    return clients.exclude(client__user=own.client.user_id).select_related("client__user")


def links_of(trajectory: Trajectory, *, seen_by: User) -> QuerySet[RelativeLink]:
    """From either side, as far as somebody reads the dossier on the other side too: else it is not there."""
    both = carried_by(seen_by).order_by().values("pk")
    either = Q(trajectory=trajectory, of__in=both) | Q(of=trajectory, trajectory__in=both)
    return RelativeLink.objects.filter(either).select_related("trajectory__client__user", "of__client__user")
