"""Who sees the figures of which organisation: its managers, and nobody's dossier with them."""

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest

from aftercare.accounts.access import active_memberships
from aftercare.accounts.models import Organisation
from aftercare.accounts.roles import Role
from aftercare.audit import actions as audit
from aftercare.audit.models import Event, Outcome

SEGMENT = "continuity"


def open_figures(request: HttpRequest) -> QuerySet[Organisation]:
    """The organisations that `request.user` manages; 403 for everybody else, and either is logged."""
    mine = [one.organisation_id for one in active_memberships(request.user) if one.role == Role.MANAGER]
    managed = Organisation.objects.filter(pk__in=mine, kind=Organisation.Kind.CARE)
    allowed = managed.exists()
    audit.record(
        by=request.user,
        event=Event.READ,
        outcome=Outcome.ALLOWED if allowed else Outcome.DENIED,
        role=Role.MANAGER if allowed else "",
        organisation=mine[0] if allowed else None,
        segment=SEGMENT,
        purpose="management",
    )
    if not allowed:
        raise PermissionDenied
    return managed
