"""Who has a caseload, and which trajectories are in it."""

from collections.abc import Collection, Iterable
from datetime import date
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404, HttpRequest

from aftercare.accounts.access import active_memberships
from aftercare.accounts.models import Membership, User
from aftercare.accounts.roles import Role
from aftercare.audit import actions as audit
from aftercare.audit.models import Event, Outcome
from trajectories.dossier.access import GRANTS, Permission, can
from trajectories.dossier.models import Status, Trajectory, TrajectoryQuerySet
from trajectories.teamtasks.models import TeamTask

ROLES = {Role.COUNSELLOR}
OF_A_TEAM = {Role.COUNSELLOR, Role.COORDINATOR}
PARTS = {part for part, grants in GRANTS.items() if Permission.DOSSIER_VIEW in grants}
"""The parts in a care team that open a dossier, and so may see its row."""


def open_caseload(request: HttpRequest) -> TrajectoryQuerySet:
    """The door of who is in it: 403 without a caseload; the read is logged."""
    enter(request)
    return caseload_of(request.user)


def open_team(request: HttpRequest) -> list[UUID]:
    """The door of the team's page: the organisations of which somebody may read it."""
    enter(request, roles=OF_A_TEAM, segment="team")
    return [one.organisation_id for one in active_memberships(request.user) if one.role in OF_A_TEAM]


def enter(
    request: HttpRequest, *, searched: bool = False, roles: Collection[Role] = ROLES, segment: str = "caseload"
) -> Membership:
    """The door of the lists: 403 without a caseload; the read or the search is logged, once. As what one came."""
    membership = next((one for one in active_memberships(request.user) if one.role in roles), None)
    audit.record(
        by=request.user,
        event=Event.SEARCH if searched else Event.READ,
        outcome=Outcome.ALLOWED if membership else Outcome.DENIED,
        role=membership.role if membership else "",
        organisation=membership.organisation_id if membership else None,
        segment=segment,
        purpose="care",
    )
    if membership is None:
        raise PermissionDenied
    return membership


def caseload_of(user: User | UUID, *, on: date | None = None) -> TrajectoryQuerySet:
    return Trajectory.objects.visible_to(user, on=on).filter(part__in=PARTS)


def open_chosen(
    request: HttpRequest, chosen: Iterable[UUID], *, needs: Permission
) -> tuple[list[Trajectory], list[Trajectory]]:
    """The door for several: 404 when one is out of scope. Returns those with whom it may be done, and the rest."""
    wanted = set(chosen)
    mine = caseload_of(request.user).filter(pk__in=wanted).select_related("client__user", "organisation")
    found = sorted(mine, key=lambda one: (one.client.user.name, one.pk))
    if not found or len(found) != len(wanted):
        raise Http404
    able = [one for one in found if can(request.user, needs, one)]
    unable = [one for one in found if one not in able]
    for trajectories, outcome in ((able, Outcome.ALLOWED), (unable, Outcome.DENIED)):
        for part, organisation in sorted({(one.part, one.organisation_id) for one in trajectories}):
            there = [one for one in trajectories if (one.part, one.organisation_id) == (part, organisation)]
            audit.record_each(
                about=[one.client.user_id for one in there],
                by=request.user,
                event=Event.READ,
                outcome=outcome,
                role=part,
                organisation=organisation,
                segment=needs,
                purpose="care",
            )
    return able, unable


def colleagues_at(organisations: Iterable[UUID], *, besides: User) -> QuerySet[User]:
    """Counsellors who work in every one of these organisations."""
    users = User.objects.filter(is_active=True).exclude(pk=besides.pk)
    for organisation in set(organisations):
        there = Membership.objects.active().filter(organisation=organisation, role=Role.COUNSELLOR)
        users = users.filter(pk__in=there.order_by().values("user"))
    return users


def asking(mine: TrajectoryQuerySet) -> TrajectoryQuerySet:
    """Those that can ask for attention: running, or closed with something still to be done."""
    to_do = TeamTask.objects.open().order_by().filter(trajectory=OuterRef("pk"))
    return mine.filter(Q(status=Status.RUNNING) | Exists(to_do))
