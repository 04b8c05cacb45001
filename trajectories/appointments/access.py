"""Whose appointments somebody sees: of the own trajectory, of the own clients, and those they are invited to."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet
from django.http import HttpRequest

from aftercare.accounts.access import active_memberships
from aftercare.accounts.models import Organisation, User
from aftercare.accounts.roles import Role
from aftercare.audit import actions as audit
from aftercare.audit.models import Event, Outcome
from supportgroups.models import Session
from trajectories.appointments.models import Appointment, AppointmentGuest
from trajectories.dossier.access import GRANTS, Permission, open_own
from trajectories.dossier.models import Status, TeamRole, Trajectory

PARTS = {part for part, grants in GRANTS.items() if Permission.APPOINTMENT_VIEW in grants}
RECORDING = {part for part, grants in GRANTS.items() if Permission.APPOINTMENT_EDIT in grants}
STAFF = {Role.COUNSELLOR, Role.PEER_WORKER}
"""Who has an agenda of clients."""


def own(user: User) -> QuerySet[Appointment]:
    """As a client or relative: one's own, and those one is invited to."""
    own_trajectories = Trajectory.objects.filter(client__user=user).order_by().values("pk")
    invited = AppointmentGuest.objects.filter(user=user).order_by().values("appointment")
    return Appointment.objects.filter(Q(trajectory__in=own_trajectories) | Q(pk__in=invited))


@dataclass(frozen=True)
class Mine:
    """One's own trajectory, and every appointment one has a part in; who is a guest there sees less."""

    trajectory: Trajectory
    appointments: QuerySet[Appointment]

    def is_guest(self, appointment: Appointment) -> bool:
        return appointment.trajectory_id != self.trajectory.pk


def open_mine(request: HttpRequest) -> Mine:
    """The door of one's own appointments. Reading those of somebody who invited one is logged for them too."""
    trajectory = open_own(request, needs=Permission.APPOINTMENT_VIEW)
    invitations = AppointmentGuest.objects.filter(user=request.user).order_by()
    for host, organisation in invitations.values_list("host", "organisation").distinct():
        _log(request, role=trajectory.part, about=host, organisation=organisation, purpose="invited")
    return Mine(trajectory, own(request.user).select_related("with_user", "organisation"))


def open_agenda(request: HttpRequest) -> QuerySet[Appointment]:
    """The door of the agenda: 403 for whoever has no clients; the read is logged, once."""
    membership = next((one for one in active_memberships(request.user) if one.role in STAFF), None)
    _log(
        request,
        outcome=Outcome.ALLOWED if membership else Outcome.DENIED,
        role=membership.role if membership else "",
        organisation=membership.organisation_id if membership else None,
    )
    if membership is None:
        raise PermissionDenied
    return of_clients(request.user)


def of_clients(user: User) -> QuerySet[Appointment]:
    """Those of the people on whose care team somebody sits, each with whether they `may_record` it."""
    carried = Trajectory.objects.visible_to(user).filter(part__in=PARTS & set(TeamRole.values)).order_by()
    records = ExpressionWrapper(Q(trajectory__in=carried.filter(part__in=RECORDING).values("pk")), BooleanField())
    return Appointment.objects.filter(trajectory__in=carried.values("pk")).annotate(may_record=records)


def facilitated_by(user: User, start: datetime, end: datetime) -> QuerySet[Session]:
    return Session.objects.planned().within(start, end).filter(facilitations__user=user).select_related("group", "room")


def known_here(organisation: Organisation, email: str) -> User | None:
    """Who has this address and aftercare of their own at this organisation: they can be invited."""
    running = Trajectory.objects.filter(organisation=organisation, status=Status.RUNNING).order_by()
    people = User.objects.filter(pk__in=running.values("client__user"), is_active=True)
    return people.filter(email__iexact=email).first()


def _log(
    request: HttpRequest,
    *,
    role: str,
    organisation: UUID | None,
    about: UUID | None = None,
    outcome: Outcome = Outcome.ALLOWED,
    purpose: str = "care",
) -> None:
    audit.record(
        by=request.user,
        event=Event.READ,
        outcome=outcome,
        role=role,
        about=about,
        organisation=organisation,
        segment=Permission.APPOINTMENT_VIEW,
        purpose=purpose,
    )
