"""Whose scores somebody may write down from a file."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from aftercare.accounts.access import active_memberships
from aftercare.accounts.models import User
from aftercare.accounts.roles import Role
from aftercare.audit import actions as audit
from aftercare.audit.models import Event, Outcome
from trajectories.dossier.access import GRANTS, Permission
from trajectories.dossier.models import Trajectory, TrajectoryQuerySet

PARTS = {part for part, grants in GRANTS.items() if Permission.CHECK_IN_SCHEDULE in grants}


def open_file_page(request: HttpRequest) -> None:
    """The door: 403 for whoever is no counsellor anywhere."""
    role = next((one.role for one in active_memberships(request.user) if one.role == Role.COUNSELLOR), "")
    outcome = Outcome.ALLOWED if role else Outcome.DENIED
    audit.record(
        by=request.user,
        event=Event.READ,
        outcome=outcome,
        role=role,
        segment=Permission.CHECK_IN_SCHEDULE,
        purpose="care",
    )
    if not role:
        raise PermissionDenied


def within_reach(user: User) -> TrajectoryQuerySet:
    """Those in which `user` may write a score down, the running one of a client first."""
    mine = Trajectory.objects.visible_to(user).filter(part__in=PARTS).running_first()
    return mine.select_related("client__user", "organisation")


def record_found(*, by: User, trajectories: list[Trajectory]) -> None:
    """A line for each client whose name the check shows."""
    for organisation in {one.organisation_id for one in trajectories}:
        people = {one.client.user_id for one in trajectories if one.organisation_id == organisation}
        audit.record_each(
            about=sorted(people),
            by=by,
            event=Event.SEARCH,
            role=Role.COUNSELLOR,
            organisation=organisation,
            segment=Permission.CHECK_IN_SCHEDULE,
            purpose="care",
        )
