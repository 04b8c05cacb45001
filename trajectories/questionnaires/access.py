"""Who keeps the questionnaires of an organisation: whoever keeps its accounts. No dossier is opened for it."""

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
from trajectories.checkins.models import OwnQuestionnaire

SEGMENT = "questionnaires"


def kept_by(user: User) -> QuerySet[Organisation]:
    return administered_by(user).filter(kind=Organisation.Kind.CARE)


def open_questionnaires(request: HttpRequest) -> QuerySet[Organisation]:
    """The door of the list: 403 for whoever keeps the accounts of no care organisation."""
    places = kept_by(request.user)
    if not places.exists():
        roles = [membership.role for membership in active_memberships(request.user)]
        audit.record(
            by=request.user,
            event=Event.READ,
            outcome=Outcome.DENIED,
            role=next(iter(roles), ""),
            segment=SEGMENT,
            purpose="accounts",
        )
        raise PermissionDenied
    return places


def open_questionnaire(request: HttpRequest, pk: UUID) -> OwnQuestionnaire:
    """One of them: 403 without the role, 404 at another organisation."""
    places = open_questionnaires(request)
    found = OwnQuestionnaire.objects.select_related("organisation", "added_by", "retired_by")
    return get_object_or_404(found, pk=pk, organisation__in=places)


def record(*, by: User, obj: OwnQuestionnaire) -> None:
    audit.record(
        by=by,
        event=Event.CHANGE,
        role=Role.ADMINISTRATOR,
        organisation=obj.organisation_id,
        obj=obj,
        segment=SEGMENT,
        purpose="accounts",
    )
