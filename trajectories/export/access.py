"""Whose copy it is: somebody's own trajectories, through the one door, and the line that a copy leaves."""

from django.http import HttpRequest

from aftercare.accounts.models import User
from aftercare.audit import actions as audit
from aftercare.audit.models import Event
from trajectories.dossier.access import Permission, open_own
from trajectories.dossier.models import Trajectory


def open_mine(request: HttpRequest) -> list[Trajectory]:
    """All of the signed-in person's own, the running one first; 404 for whoever has none."""
    current = open_own(request, needs=Permission.COPY)
    others = Trajectory.objects.visible_to(request.user).filter(client__user=request.user).exclude(pk=current.pk)
    return [current, *others.select_related("client__user", "organisation").running_first()]


def record_copy(*, by: User, trajectories: list[Trajectory]) -> None:
    """What leaves the portal is more than the read which the door wrote down; a line for each trajectory in it."""
    for trajectory in trajectories:
        audit.record(
            by=by,
            event=Event.EXPORT,
            role=trajectory.kind,
            about=by.pk,
            organisation=trajectory.organisation_id,
            obj=trajectory,
            segment=Permission.COPY,
            purpose="self",
        )
