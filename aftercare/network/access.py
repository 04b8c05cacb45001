"""Who reads the directory, and who keeps it: one policy for lists and pages.

Everybody who is signed in reads what is published. Policy makers of a region and its local design team write.
"""

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from aftercare.accounts.access import active_memberships
from aftercare.accounts.models import Invitation, Organisation, Region, User
from aftercare.accounts.roles import Role
from aftercare.audit import actions as audit
from aftercare.audit.models import Event
from aftercare.network.models import DesignSeat, Knowledge, Precondition, Service, State

SEGMENT = "network"


def policy_regions(user: User) -> list[UUID]:
    """Where somebody makes policy, and so appoints the design team."""
    return [one.region_id for one in active_memberships(user) if one.role == Role.POLICY_MAKER]


def kept_regions(user: User) -> set[UUID]:
    """Where somebody writes the directory and the guide. Asked once per request."""
    if not hasattr(user, "regions_kept_now"):
        seats = DesignSeat.objects.active().filter(user=user).order_by().values_list("region_id", flat=True)
        user.regions_kept_now = {*policy_regions(user), *seats}
    return user.regions_kept_now


def keeps(user: User, region_id: UUID) -> bool:
    return region_id in kept_regions(user)


def writes_plans(user: User) -> bool:
    """Whether a service can go from here into the plan of somebody's client."""
    return any(one.role == Role.COUNSELLOR for one in active_memberships(user))


def home_regions(user: User) -> QuerySet[Region]:
    """Where somebody works, makes policy, sits in the design team, or is cared for."""
    mine = active_memberships(user)
    places = [one.organisation_id for one in mine if one.organisation_id]
    if not mine:
        invited = Invitation.objects.filter(user=user, withdrawn_at=None).order_by()
        places = Organisation.objects.filter(Q(pk__in=invited.values("organisation")) | Q(pk=user.kept_by_id))
    here = Q(organisations__in=places) | Q(pk__in=kept_regions(user))
    return Region.objects.filter(here).distinct()


def services_visible_to(user: User) -> QuerySet[Service]:
    return Service.objects.filter(Q(state=State.PUBLISHED) | Q(region__in=kept_regions(user)))


def open_service(request: HttpRequest, pk: UUID) -> Service:
    """Published, or of a region that this person keeps; 404 otherwise."""
    services = services_visible_to(request.user).select_related("region", "reviewed_by", "changed_by")
    return get_object_or_404(services.prefetch_related("municipalities"), pk=pk)


def open_to_write(request: HttpRequest, pk: UUID) -> Service:
    """The same, for whoever keeps its region; 403 for every other reader."""
    service = open_service(request, pk)
    if not keeps(request.user, service.region_id):
        raise PermissionDenied
    return service


def open_region(request: HttpRequest, pk: UUID) -> Region:
    """A region whose directory this person keeps; 403 for whoever only reads it."""
    region = get_object_or_404(Region, pk=pk)
    if not keeps(request.user, region.pk):
        raise PermissionDenied
    return region


def open_team(request: HttpRequest, pk: UUID) -> Region:
    """A region of which this person appoints the design team; 403 for everybody else."""
    region = get_object_or_404(Region, pk=pk)
    if region.pk not in policy_regions(request.user):
        raise PermissionDenied
    return region


def open_behind(request: HttpRequest, model: type[Precondition | Knowledge], pk: UUID) -> Precondition | Knowledge:
    """A precondition or piece of knowledge, for whoever keeps its region."""
    found = get_object_or_404(model.objects.current().select_related("region", "service", "changed_by"), pk=pk)
    if not keeps(request.user, found.region_id):
        raise PermissionDenied
    return found


def part_in(user: User, region_id: UUID) -> str:
    """As what somebody writes here, for the log."""
    return Role.POLICY_MAKER if region_id in policy_regions(user) else "design_team"


def record_change(*, by: User, obj: Model, region_id: UUID) -> None:
    audit.record(by=by, event=Event.CHANGE, role=part_in(by, region_id), obj=obj, segment=SEGMENT, purpose="network")
