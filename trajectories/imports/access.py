"""Who may bring clients in from a file (docs/decisions/0013), and the one door to an import."""

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from aftercare.accounts.access import active_memberships, administered_by
from aftercare.accounts.models import Organisation, User
from aftercare.accounts.roles import Role
from aftercare.audit import actions as audit
from aftercare.audit.models import Event, Outcome
from trajectories.imports.models import ClientImport

SEGMENT = "client_import"
PURPOSE = "accounts"


def may_import_at(user: User) -> QuerySet[Organisation]:
    """Care organisations whose accounts `user` keeps: whoever holds the names of everybody, and sees no dossier."""
    return administered_by(user).filter(kind=Organisation.Kind.CARE)


def counsellors_of(organisation: Organisation) -> list[User]:
    """Who can carry the trajectories."""
    working = User.objects.filter(memberships__in=_counselling(organisation), is_active=True)
    return list(working.distinct().order_by("name", "id"))


def _counselling(organisation: Organisation) -> QuerySet:
    memberships = organisation.memberships.active().filter(role=Role.COUNSELLOR)
    return memberships.order_by()


def open_imports(request: HttpRequest) -> QuerySet[Organisation]:
    """The door of the list: 403 for whoever keeps no accounts of a care organisation."""
    places = may_import_at(request.user)
    if not places.exists():
        _record(request, outcome=Outcome.DENIED)
        raise PermissionDenied
    return places


def open_import(request: HttpRequest, pk: UUID, *, event: Event = Event.READ) -> ClientImport:
    """One import: 403 without the role, 404 at another organisation; each look is logged."""
    places = open_imports(request)
    found = get_object_or_404(ClientImport.objects.select_related("organisation"), pk=pk, organisation__in=places)
    _record(request, about=found, event=event)
    return found


def _record(
    request: HttpRequest,
    *,
    about: ClientImport | None = None,
    event: Event = Event.READ,
    outcome: Outcome = Outcome.ALLOWED,
) -> None:
    roles = [membership.role for membership in active_memberships(request.user)]
    audit.record(
        by=request.user,
        event=event,
        outcome=outcome,
        role=Role.ADMINISTRATOR if about else next(iter(roles), ""),
        organisation=about.organisation_id if about else None,
        obj=about,
        segment=SEGMENT,
        purpose=PURPOSE,
    )


def record_found(*, by: User, organisation: Organisation, people: set[UUID]) -> None:
    """A line for each client whom the check met: that they are registered here was seen."""
    audit.record_each(
        about=sorted(people),
        by=by,
        event=Event.SEARCH,
        role=Role.ADMINISTRATOR,
        organisation=organisation.pk,
        segment=SEGMENT,
        purpose=PURPOSE,
    )
