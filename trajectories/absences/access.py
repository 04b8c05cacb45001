"""Who can be away from a caseload, who could stand in, and which clients that concerns."""

from datetime import date
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from aftercare.accounts.models import Membership, Organisation, User
from aftercare.accounts.roles import Role
from trajectories.absences.models import Absence
from trajectories.dossier.access import may_register_at
from trajectories.dossier.models import CareTeamSeat, TeamRole, Trajectory


def workplaces(user: User) -> QuerySet[Organisation]:
    """Where `user` carries trajectories; 403 for who does so nowhere."""
    places = may_register_at(user)
    if not places.exists():
        raise PermissionDenied
    return places


def own_absence(request: HttpRequest, pk: UUID) -> Absence:
    return get_object_or_404(Absence.objects.filter(user=request.user).select_related("user", "stand_in"), pk=pk)


def colleagues_of(user: User, places: QuerySet[Organisation]) -> QuerySet[User]:
    members = Membership.objects.active().filter(organisation__in=places.order_by(), role=Role.COUNSELLOR)
    return User.objects.filter(pk__in=members.order_by().values("user"), is_active=True).exclude(pk=user.pk)


def carried_by(user: User, organisation: Organisation, *, since: date, until: date) -> QuerySet[Trajectory]:
    """The running trajectories of which `user` is the counsellor on some day of the period."""
    seats = CareTeamSeat.objects.filter(user=user, role=TeamRole.COUNSELLOR, since__lte=until).exclude(until__lt=since)
    mine = Trajectory.objects.filter(pk__in=seats.order_by().values("trajectory"), organisation=organisation)
    return mine.running().select_related("client").order_by("pk")


def stand_ins(trajectories: QuerySet[Trajectory], *, since: date, until: date) -> QuerySet[CareTeamSeat]:
    """Who stands in on some day of the period."""
    seats = CareTeamSeat.objects.filter(trajectory__in=trajectories.order_by(), role=TeamRole.STAND_IN)
    return seats.filter(since__lte=until).exclude(until__lt=since)
