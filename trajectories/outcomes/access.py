"""Who reads outcomes: managers of the care organisations that they manage, policy makers of their regions."""

from dataclasses import dataclass
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from aftercare.accounts.access import active_memberships
from aftercare.accounts.models import Organisation, Region
from aftercare.accounts.roles import Role
from aftercare.audit import actions as audit
from aftercare.audit.models import Event, Outcome

SEGMENT = "outcomes"


@dataclass(frozen=True)
class Scope:
    """One whole whose figures somebody reads: a region, or one organisation in it."""

    region: Region
    organisation: Organisation | None = None

    @property
    def key(self) -> UUID:
        """As an address names it."""
        return self.organisation.pk if self.organisation else self.region.pk

    def __str__(self) -> str:
        return str(self.organisation or self.region)


def open_outcomes(request: HttpRequest, *, event: Event = Event.READ) -> list[Scope]:
    """What `request.user` may read figures of, regions first; 403 for everybody else, and either is logged."""
    mine = active_memberships(request.user)
    regions = [one.region_id for one in mine if one.role == Role.POLICY_MAKER]
    managed = [one.organisation_id for one in mine if one.role == Role.MANAGER]
    care = Organisation.objects.filter(pk__in=managed, kind=Organisation.Kind.CARE).select_related("region")
    scopes = [Scope(region) for region in Region.objects.filter(pk__in=regions)]
    scopes += [Scope(organisation.region, organisation) for organisation in care]
    role = (Role.POLICY_MAKER if scopes[0].organisation is None else Role.MANAGER) if scopes else ""
    audit.record(
        by=request.user,
        event=event,
        outcome=Outcome.ALLOWED if scopes else Outcome.DENIED,
        role=role,
        organisation=next((one.organisation.pk for one in scopes if one.organisation), None),
        segment=SEGMENT,
        purpose="management",
    )
    if not scopes:
        raise PermissionDenied
    return scopes
