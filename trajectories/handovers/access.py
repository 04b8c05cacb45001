"""Which trajectories somebody carries, and whose caseload an administrator may hand over unread."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from aftercare.accounts.models import Membership, User
from aftercare.accounts.roles import Role
from trajectories.dossier.models import CareTeamSeat, TeamRole, Trajectory, TrajectoryQuerySet


def carried_by(user: User, *, at: Membership | None = None, on: date) -> TrajectoryQuerySet:
    """Running trajectories that `user` carries on or after a day, all of them or those of one organisation."""
    seats = CareTeamSeat.objects.filter(user=user, role=TeamRole.COUNSELLOR).exclude(until__lt=on)
    if at is not None:
        seats = seats.filter(organisation=at.organisation_id)
    return Trajectory.objects.running().filter(pk__in=seats.order_by().values("trajectory"))


def receivers(organisations: Iterable[UUID], *, besides: User) -> QuerySet[User]:
    """Counsellors there who could carry a trajectory."""
    members = Membership.objects.active().filter(organisation__in=organisations, role=Role.COUNSELLOR)
    return User.objects.filter(pk__in=members.order_by().values("user"), is_active=True).exclude(pk=besides.pk)
