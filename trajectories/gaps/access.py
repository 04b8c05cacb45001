"""Who reads the gap report: policy makers of their region, managers of that of their organisation."""

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest

from aftercare.accounts.access import active_memberships
from aftercare.accounts.models import Organisation, Region
from aftercare.accounts.roles import Role
from aftercare.audit import actions as audit
from aftercare.audit.models import Event, Outcome

SEGMENT = "gaps"
READERS = {Role.POLICY_MAKER, Role.MANAGER}


def open_report(request: HttpRequest, *, event: Event = Event.READ) -> QuerySet[Region]:
    """The regions of which `request.user` reads everything; 403 for everybody else, and either is logged."""
    mine = [one for one in active_memberships(request.user) if one.role in READERS]
    regions = [one.region_id for one in mine if one.region_id]
    managed = Organisation.objects.filter(pk__in=[one.organisation_id for one in mine if one.organisation_id])
    found = Region.objects.filter(Q(pk__in=regions) | Q(pk__in=managed.order_by().values("region")))
    audit.record(
        by=request.user,
        event=event,
        outcome=Outcome.ALLOWED if mine else Outcome.DENIED,
        role=mine[0].role if mine else "",
        organisation=mine[0].organisation_id if mine else None,
        segment=SEGMENT,
        purpose="management",
    )
    if not mine:
        raise PermissionDenied
    return found
