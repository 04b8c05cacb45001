"""Who may open a dossier in an emergency, which one, and who reviews it afterwards."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import BooleanField, ExpressionWrapper, F, Func, OuterRef, Q, QuerySet, Subquery, Value
from django.http import HttpRequest
from django.utils import timezone

from aftercare.accounts.access import active_memberships
from aftercare.accounts.models import User
from aftercare.accounts.roles import Role
from aftercare.audit import actions as audit
from aftercare.audit.models import Event, Outcome
from trajectories.caseload.access import caseload_of
from trajectories.dossier.access import may_register_at
from trajectories.dossier.emergencies import EMERGENCY, EmergencyOpening, EmergencyOpeningQuerySet, Step
from trajectories.dossier.models import CareTeamSeat, Client, TeamRole, Trajectory

REVIEWERS = (Role.MANAGER, Role.COUNSELLOR)


def enter(request: HttpRequest) -> None:
    """The door of the page: counsellors of a care organisation; 403 for everybody else, and that is logged."""
    if not may_register_at(request.user).exists():
        roles = [one.role for one in active_memberships(request.user)]
        _record(by=request.user, role=roles[0] if roles else "", event=Event.READ)
        raise PermissionDenied


def find(*, by: User, number: str, name: str, birth_date: date | None) -> Trajectory | None:
    """The one running trajectory that all of it is true of. Whether there is another nearly like it stays unsaid."""
    clients = Client.objects.filter(organisation__in=may_register_at(by).order_by())
    if number:
        clients = clients.filter(number__iexact=number)
    if name:
        clients = clients.alias(named=_plain(F("user__name"))).filter(named=_plain(Value(name)))
    if birth_date:
        clients = clients.filter(birth_date=birth_date)
    if not number and not (name and birth_date):
        return None
    found = Trajectory.objects.running().filter(client__in=clients.order_by()).select_related("client__user")[:2]
    return found[0] if len(found) == 1 else None


def record_miss(*, by: User) -> None:
    """Somebody looked for a client who is not there, or is not told of."""
    _record(by=by, role=Role.COUNSELLOR, event=Event.SEARCH)


def has_a_part(user: User, trajectory: Trajectory) -> bool:
    """Whether the ordinary door knows this person there."""
    return Trajectory.objects.visible_to(user).filter(pk=trajectory.pk).exists()


def own_openings(user: User, *, at: datetime) -> EmergencyOpeningQuerySet:
    """By which somebody may read now."""
    return EmergencyOpening.objects.giving_access(user, at=at)


def opened_by(user: User) -> EmergencyOpeningQuerySet:
    return EmergencyOpening.objects.filter(by=user)


def open_review(request: HttpRequest) -> EmergencyOpeningQuerySet:
    """The door of the list: those of a manager's organisations, and those of a counsellor's own clients; else 403."""
    membership = next((one for one in active_memberships(request.user) if one.role in REVIEWERS), None)
    audit.record(
        by=request.user,
        event=Event.READ,
        outcome=Outcome.ALLOWED if membership else Outcome.DENIED,
        role=membership.role if membership else "",
        organisation=membership.organisation_id if membership else None,
        segment=Step.REVIEWED,
        purpose="management",
    )
    if membership is None:
        raise PermissionDenied
    mine = Q(trajectory__in=caseload_of(request.user).order_by().values("pk"))
    openings = EmergencyOpening.objects.filter(mine | Q(organisation__in=managed_by(request.user)))
    seats = CareTeamSeat.objects.on(timezone.localdate()).filter(role=TeamRole.COUNSELLOR)
    carrier = seats.filter(trajectory=OuterRef("trajectory")).order_by().values("user__name")[:1]
    openings = openings.annotate(is_of_own_client=ExpressionWrapper(mine, BooleanField()), carrier=Subquery(carrier))
    return openings.select_related("by", "reviewed_by", "trajectory__client__user")


def record_seen(*, by: User, openings: Iterable[EmergencyOpening]) -> None:
    """A line for each client whose name the list told; those of others it does not tell."""
    own = [one for one in openings if one.is_of_own_client]
    audit.record_each(
        about=[one.trajectory.client.user_id for one in own],
        by=by,
        event=Event.READ,
        role=Role.COUNSELLOR,
        segment=Step.REVIEWED,
        purpose="care",
    )


def managed_by(user: User) -> list[UUID]:
    return [one.organisation_id for one in active_memberships(user) if one.role == Role.MANAGER]


def to_review(user: User) -> EmergencyOpeningQuerySet:
    """Of what somebody may say that it was looked into: at the organisations they manage, not what they opened."""
    return EmergencyOpening.objects.filter(organisation__in=managed_by(user)).exclude(by=user)


def supervisors(trajectory: Trajectory, *, besides: User) -> QuerySet[User]:
    """Who is told: the managers of the organisation, and the counsellors on the care team."""
    managers = Q(
        memberships__role=Role.MANAGER,
        memberships__ended_at=None,
        memberships__organisation=trajectory.organisation_id,
    )
    seats = CareTeamSeat.objects.on(timezone.localdate()).filter(
        trajectory=trajectory, role__in=[TeamRole.COUNSELLOR, TeamRole.STAND_IN]
    )
    told = User.objects.filter(managers | Q(pk__in=seats.order_by().values("user")), is_active=True)
    return told.exclude(pk=besides.pk).order_by("pk").distinct()


def _record(*, by: User, role: str, event: Event) -> None:
    audit.record(
        by=by,
        event=event,
        outcome=Outcome.DENIED,
        role=role,
        segment=EMERGENCY,
        purpose=EMERGENCY,
        emergency=True,
    )


def _plain(text: F | Value) -> Func:
    return Func(text, function="aftercare_plain")
