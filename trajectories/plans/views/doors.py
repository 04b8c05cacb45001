"""Ways in and back for pages that the client opens under /me/ and the counsellor under /clients/."""

from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse

from trajectories.dossier.access import Permission, open_dossier, open_own
from trajectories.dossier.models import Trajectory


def open_either(request: HttpRequest, client: UUID | None, *, needs: Permission) -> Trajectory:
    """One's own, or the client's for whoever came by /clients/."""
    return open_dossier(request, client, needs=needs) if client else open_own(request, needs=needs)


def plan_url(client: UUID | None) -> str:
    return reverse("plans:items", args=[client]) if client else reverse("plans:mine")


def steps_url(client: UUID | None) -> str:
    return reverse("plans:items", args=[client]) + "#steps" if client else reverse("plans:steps")


def goal_versions_url(client: UUID | None) -> str:
    return reverse("plans:goal_versions_of", args=[client]) if client else reverse("plans:goal_versions")
