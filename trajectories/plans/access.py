"""Who keeps the plan templates of an organisation: counsellors, who use them, and coordinators. Who writes plans."""

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from aftercare.accounts.access import active_memberships, role_in
from aftercare.accounts.models import Organisation, User
from aftercare.accounts.roles import Role
from aftercare.audit import actions as audit
from aftercare.audit.models import Event, Outcome
from trajectories.dossier.access import GRANTS, Permission
from trajectories.dossier.models import Trajectory, TrajectoryQuerySet
from trajectories.plans.models import PlanTemplate

WRITERS = {part for part, grants in GRANTS.items() if Permission.PLAN_EDIT in grants}
KEEPERS = {Role.COUNSELLOR, Role.COORDINATOR}
SEGMENT = "plan_templates"


def open_templates(request: HttpRequest) -> QuerySet[PlanTemplate]:
    """The templates that this person may keep; 403 for whoever keeps none."""
    mine = [one.organisation_id for one in active_memberships(request.user) if one.role in KEEPERS]
    if not mine:
        raise PermissionDenied
    return PlanTemplate.objects.kept().filter(organisation__in=mine).select_related("organisation", "changed_by")


def open_template(request: HttpRequest, pk: UUID) -> PlanTemplate:
    """One of them; 404 for another organisation's."""
    return get_object_or_404(open_templates(request), pk=pk)


def keeps_at(request: HttpRequest) -> Organisation:
    """The organisation for which this person writes a new template."""
    open_templates(request)
    mine = [one.organisation_id for one in active_memberships(request.user) if one.role in KEEPERS]
    return Organisation.objects.get(pk=mine[0])


def record_change(*, by: User, template: PlanTemplate) -> None:
    audit.record(
        by=by,
        event=Event.CHANGE,
        role=role_in(by, template.organisation_id),
        organisation=template.organisation_id,
        obj=template,
        segment=SEGMENT,
        purpose="care",
    )


def open_plans(request: HttpRequest) -> TrajectoryQuerySet:
    """The running trajectories whose plan this person writes; 403 for whoever is no counsellor. The read is logged."""
    mine = [one for one in active_memberships(request.user) if one.role == Role.COUNSELLOR]
    audit.record(
        by=request.user,
        event=Event.READ,
        outcome=Outcome.ALLOWED if mine else Outcome.DENIED,
        role=mine[0].role if mine else "",
        organisation=mine[0].organisation_id if mine else None,
        segment=Permission.PLAN_EDIT,
        purpose="care",
    )
    if not mine:
        raise PermissionDenied
    return Trajectory.objects.running().visible_to(request.user).filter(part__in=WRITERS)
