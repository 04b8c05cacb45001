"""Which hours hold for whom, who sets them, and what a coordinator may know of somebody whom nobody reached."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest

from aftercare.accounts.access import active_memberships
from aftercare.accounts.models import Membership, Organisation, User
from aftercare.accounts.roles import Role
from aftercare.audit import actions as audit
from aftercare.audit.models import Event, Outcome
from trajectories.absences.models import Absence
from trajectories.dossier.models import CareTeamSeat, TeamRole, Trajectory
from trajectories.silence.models import Climb, LadderHours

HOURS, UNREACHED = "silence_hours", "unreached"


def hours_for(trajectories: Collection[Trajectory]) -> dict[UUID, LadderHours]:
    """Of each the client's own, else the organisation's, else the usual ones."""
    places = {one.organisation_id for one in trajectories}
    mine = Q(trajectory__in=[one.pk for one in trajectories]) | Q(trajectory=None)
    found = {
        (one.organisation_id, one.trajectory_id): one
        for one in LadderHours.objects.filter(mine, organisation__in=places)
    }
    return {
        one.pk: found.get((one.organisation_id, one.pk)) or found.get((one.organisation_id, None)) or LadderHours()
        for one in trajectories
    }


def hours_of(trajectory: Trajectory) -> LadderHours:
    return hours_for([trajectory])[trajectory.pk]


def hours_at(organisation: Organisation) -> LadderHours:
    found = LadderHours.objects.filter(organisation=organisation, trajectory=None).first()
    return found or LadderHours(organisation=organisation)


@dataclass(frozen=True)
class OnDuty:
    """Who could call today."""

    counsellors: list[User]
    stand_ins: list[User]
    is_away: bool
    """Whether the counsellor is away."""

    @property
    def covered(self) -> bool:
        """Away, with somebody to stand in."""
        return self.is_away and bool(self.stand_ins)


def on_duty(trajectory: Trajectory, *, on: date) -> OnDuty:
    seats = trajectory.seats.on(on).filter(role__in=[TeamRole.COUNSELLOR, TeamRole.STAND_IN]).select_related("user")
    by_role = {role: [seat.user for seat in seats if seat.role == role] for role in TeamRole}
    carrying = by_role[TeamRole.COUNSELLOR]
    absences = Absence.objects.filter(
        user__in=carrying, organisation=trajectory.organisation_id, since__lte=on, back_on__gt=on
    )
    return OnDuty(carrying, by_role[TeamRole.STAND_IN], not carrying or absences.exists())


def coordinators_at(organisation_id: UUID) -> QuerySet[User]:
    members = Membership.objects.active().filter(organisation=organisation_id, role=Role.COORDINATOR)
    return User.objects.filter(pk__in=members.order_by().values("user"), is_active=True, email__isnull=False)


def open_hours(request: HttpRequest) -> Organisation:
    """The manager sets how fast the care team is asked; 403 for everybody else, and either is logged."""
    return _workplace(request, Role.MANAGER, segment=HOURS)


def open_unreached(request: HttpRequest) -> QuerySet[Climb]:
    """The coordinator reads who waits and who could call, and nothing of the dossier."""
    place = _workplace(request, Role.COORDINATOR, segment=UNREACHED)
    return Climb.objects.unreached().filter(organisation=place).select_related("trajectory__client__user")


def _workplace(request: HttpRequest, role: Role, *, segment: str) -> Organisation:
    mine = [one for one in active_memberships(request.user) if one.role == role]
    places = Organisation.objects.filter(pk__in=[one.organisation_id for one in mine], kind=Organisation.Kind.CARE)
    place = places.first()
    audit.record(
        by=request.user,
        event=Event.READ,
        outcome=Outcome.ALLOWED if place else Outcome.DENIED,
        role=role if place else "",
        organisation=place and place.pk,
        segment=segment,
        purpose="management",
    )
    if place is None:
        raise PermissionDenied
    return place


def seated(climbs: Collection[Climb], *, on: date) -> dict[UUID, list[tuple[str, str]]]:
    """The names of counsellors and stand-ins of each, for whoever arranges that somebody calls."""
    seats = CareTeamSeat.objects.on(on).filter(
        trajectory__in={one.trajectory_id for one in climbs}, role__in=[TeamRole.COUNSELLOR, TeamRole.STAND_IN]
    )
    names: dict[UUID, list[tuple[str, str]]] = {}
    for seat in seats.select_related("user").order_by("role", "since", "id"):
        names.setdefault(seat.trajectory_id, []).append((seat.get_role_display(), seat.user.name))
    return names
