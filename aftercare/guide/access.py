"""Everybody who is signed in reads what is published; who keeps the directory of a region also writes its guide."""

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from aftercare.accounts.access import active_memberships
from aftercare.accounts.models import Region, User
from aftercare.accounts.roles import Role
from aftercare.audit import actions as audit
from aftercare.audit.models import Event
from aftercare.guide.models import Edition, Passage, Remark, TakenService
from aftercare.network.access import keeps, kept_regions, part_in
from aftercare.network.models import DesignSeat, Voice

SEGMENT = "guide"


def open_edition(pk: UUID, number: int | None = None) -> Edition:
    """The one that holds, or an earlier one; 404 before the first."""
    editions = Edition.objects.filter(region=pk).select_related("region", "published_by").order_by("-number")
    found = (editions.filter(number=number) if number else editions).first()
    if found is None:
        raise Http404
    return found


def open_desk(request: HttpRequest, pk: UUID) -> Region:
    """The region whose guide this person writes; 403 for readers."""
    region = get_object_or_404(Region, pk=pk)
    if not keeps(request.user, region.pk):
        raise PermissionDenied
    return region


def open_passage(request: HttpRequest, pk: UUID) -> Passage:
    passage = get_object_or_404(Passage.objects.current().select_related("region", "changed_by"), pk=pk)
    if not keeps(request.user, passage.region_id):
        raise PermissionDenied
    return passage


def open_remark(request: HttpRequest, pk: UUID) -> Remark:
    remark = get_object_or_404(Remark.objects.select_related("region", "passage", "said_by"), pk=pk)
    if not keeps(request.user, remark.region_id):
        raise PermissionDenied
    return remark


def regions_written_by(user: User) -> QuerySet[Region]:
    return Region.objects.filter(pk__in=kept_regions(user))


def taken_by(regions: list[Region]) -> set[str]:
    """What these regions took over already, texts and services."""
    texts = Passage.objects.current().filter(region__in=regions, taken_from__isnull=False)
    services = TakenService.objects.filter(region__in=regions)
    found = [*texts.values_list("taken_from", flat=True), *services.values_list("origin", flat=True)]
    return {str(pk) for pk in found}


def voice_of(user: User) -> str:
    """As what somebody speaks; nothing for whoever is in aftercare or close to somebody who is."""
    seat = DesignSeat.objects.active().filter(user=user).first()
    if seat:
        return seat.voice
    roles = {membership.role for membership in active_memberships(user)}
    if Role.POLICY_MAKER in roles:
        return Voice.POLICY
    if Role.PEER_WORKER in roles:
        return Voice.LIVED
    return Voice.PROFESSIONAL if roles else ""


def record_change(*, by: User, obj: Passage | Edition | Remark, region_id: UUID) -> None:
    role = part_in(by, region_id) if keeps(by, region_id) else "reader"
    audit.record(by=by, event=Event.CHANGE, role=role, obj=obj, segment=SEGMENT, purpose="network")
