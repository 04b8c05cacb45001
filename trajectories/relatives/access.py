"""About whom a relative can bring in a concern, and with whom it ends up."""

from datetime import datetime

from aftercare.accounts.models import User
from trajectories.dossier.models import Status, Trajectory, TrajectoryQuerySet


def may_be_about(user: User, *, at: datetime) -> TrajectoryQuerySet:
    """Those who share something with this person now; nobody else is named, whoever else is here."""
    shared = Trajectory.objects.shared_with(user, at=at).filter(kind=Trajectory.Kind.CLIENT, status=Status.RUNNING)
    return shared.select_related("client__user")
