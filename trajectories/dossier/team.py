"""Who sits on a care team, and who could."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.utils import timezone

from aftercare.accounts.models import Membership, User
from aftercare.accounts.roles import Role
from trajectories.dossier.access import GRANTS, Permission
from trajectories.dossier.models import MEMBERSHIP_FOR, CareTeamSeat, TeamRole, Trajectory


@dataclass(frozen=True)
class Team:
    """The seats of a trajectory by when they are held."""

    now: list[CareTeamSeat]
    coming: list[CareTeamSeat]
    past: list[CareTeamSeat]

    @property
    def counsellor(self) -> User | None:
        return next((seat.user for seat in self.now if seat.role == TeamRole.COUNSELLOR), None)


def team_of(trajectory: Trajectory, *, on: date) -> Team:
    seats = list(trajectory.seats.select_related("user"))
    return Team(
        now=[seat for seat in seats if seat.since <= on and (seat.until is None or seat.until >= on)],
        coming=[seat for seat in seats if seat.since > on],
        past=[seat for seat in seats if seat.until is not None and seat.until < on],
    )


def readers_of(trajectory: Trajectory, *, of: Permission) -> list[str]:
    """Who of the care team can read this today, by the name the client knows."""
    roles = [role for role, granted in GRANTS.items() if of in granted]
    seats = trajectory.seats.on(timezone.localdate()).filter(role__in=roles).select_related("user")
    return [seat.user.short_name for seat in seats]


def candidates(trajectory: Trajectory, team: Team) -> dict[TeamRole, list[User]]:
    """Who could take which seat: people who work here and do not sit on the team already."""
    seated = [seat.user_id for seat in team.now]
    return {
        role: list(_working_as(MEMBERSHIP_FOR[role], trajectory).exclude(pk__in=seated))
        for role in (TeamRole.STAND_IN, TeamRole.PEER_WORKER)
    }


def _working_as(role: Role, trajectory: Trajectory) -> QuerySet[User]:
    members = Membership.objects.active().filter(organisation=trajectory.organisation_id, role=role)
    return User.objects.filter(pk__in=members.order_by().values("user"), is_active=True)
