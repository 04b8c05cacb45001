"""Who answers announcements, who may announce, and where a clinic's link leads."""

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from aftercare.accounts.access import active_memberships
from aftercare.accounts.models import Organisation, User
from aftercare.accounts.roles import Role
from aftercare.audit import actions as audit
from aftercare.audit.models import Event
from aftercare.core import links, scope
from aftercare.core.links import LinkExpired, LinkInvalid
from trajectories.arrivals.models import Arrival, ArrivalLink, ArrivalQuerySet

LINK_PURPOSE = "arrival"
SEGMENT = "arrivals"
ANSWERING = (Role.COUNSELLOR, Role.COORDINATOR)


def answering_at(user: User) -> dict[UUID, Role]:
    """The care organisations for which `user` answers announcements, with the role in it."""
    mine = [one for one in active_memberships(user) if one.role in ANSWERING]
    return {one.organisation_id: Role(one.role) for one in mine}


def open_arrivals(request: HttpRequest, *, event: Event = Event.READ) -> ArrivalQuerySet:
    """Those of one's own organisations; 403 for whoever answers for none. The look is logged."""
    places = answering_at(request.user)
    if not places:
        raise PermissionDenied
    for organisation, role in places.items():
        record(by=request.user, event=event, role=role, organisation=organisation)
    return Arrival.objects.filter(organisation__in=places).select_related("link", "announced_by", "answered_by")


def record(*, by: User | None, event: Event, role: str, organisation: UUID, obj: Arrival | None = None) -> None:
    """About nobody who is registered yet."""
    audit.record(by=by, event=event, role=role, organisation=organisation, obj=obj, segment=SEGMENT, purpose="care")


def links_of(user: User) -> QuerySet[ArrivalLink]:
    return ArrivalLink.objects.filter(organisation__in=answering_at(user)).select_related("organisation", "made_by")


def may_announce_to(user: User) -> QuerySet[Organisation]:
    """A partner announces to the care organisations of its region; 403 for everybody else."""
    works = [one.organisation_id for one in active_memberships(user) if one.role == Role.PARTNER]
    if not works:
        raise PermissionDenied
    regions = Organisation.objects.filter(pk__in=works).order_by().values("region")
    return Organisation.objects.filter(kind=Organisation.Kind.CARE, region__in=regions).order_by("name")


def token_of(link: ArrivalLink) -> str:
    return links.short(link.pk, purpose=LINK_PURPOSE)


def open_link(token: str) -> ArrivalLink:
    """The link of a clinic, or LinkInvalid, or LinkExpired once it was taken back or its last day has passed.

    From here on the database shows this link and what was announced with it, and nothing else.
    """
    pk = links.read_short(token, purpose=LINK_PURPOSE)
    scope.enter(trajectory=pk)
    found = ArrivalLink.objects.filter(pk=pk)
    link = found.select_related("organisation").first()
    if link is None:
        raise LinkInvalid
    if not found.working(at=timezone.now()).exists():
        raise LinkExpired
    return link


def to_register(user: User, pk: str) -> Arrival | None:
    """An accepted announcement from which `user` begins an intake."""
    try:
        wanted = UUID(pk)
    except ValueError:
        return None
    return Arrival.objects.to_register().filter(pk=wanted, organisation__in=answering_at(user)).first()
