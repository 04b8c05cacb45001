"""Who has a caseload, and which trajectories are in it."""

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Q
from django.http import HttpRequest

from aftercare.accounts.access import active_memberships
from aftercare.accounts.models import Membership, User
from aftercare.accounts.roles import Role
from aftercare.audit import actions as audit
from aftercare.audit.models import Event, Outcome
from trajectories.dossier.access import GRANTS, Permission
from trajectories.dossier.models import Status, Trajectory, TrajectoryQuerySet
from trajectories.teamtasks.models import TeamTask

ROLES = {Role.COUNSELLOR}
PARTS = {part for part, grants in GRANTS.items() if Permission.DOSSIER_VIEW in grants}
"""The parts in a care team that open a dossier, and so may see its row."""


def open_caseload(request: HttpRequest, *, searched: bool = False) -> TrajectoryQuerySet:
    """The door of the lists: 403 without a caseload; the read or the search is logged, once."""
    enter(request, searched=searched)
    return caseload_of(request.user)


def enter(request: HttpRequest, *, searched: bool = False) -> Membership:
    """The same door, for whoever wants to know as what somebody comes in."""
    membership = next((one for one in active_memberships(request.user) if one.role in ROLES), None)
    audit.record(
        by=request.user,
        event=Event.SEARCH if searched else Event.READ,
        outcome=Outcome.ALLOWED if membership else Outcome.DENIED,
        role=membership.role if membership else "",
        organisation=membership.organisation_id if membership else None,
        segment="caseload",
        purpose="care",
    )
    if membership is None:
        raise PermissionDenied
    return membership


def caseload_of(user: User) -> TrajectoryQuerySet:
    return Trajectory.objects.visible_to(user).filter(part__in=PARTS)


def asking(mine: TrajectoryQuerySet) -> TrajectoryQuerySet:
    """Those that can ask for attention: running, or closed with something still to be done."""
    to_do = TeamTask.objects.open().order_by().filter(trajectory=OuterRef("pk"))
    return mine.filter(Q(status=Status.RUNNING) | Exists(to_do))
