"""Register, correct, close; who sits on the care team."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F, Func, Q, QuerySet, Value
from django.utils import timezone
from django.utils.translation import gettext as _

from aftercare.accounts import actions as accounts
from aftercare.accounts import invitations
from aftercare.accounts.models import Invitation, Membership, Organisation, User
from aftercare.accounts.roles import Role
from aftercare.audit import actions as audit
from aftercare.core.errors import Refused, Stale, TransitionRefused
from aftercare.notifications import actions as notifications
from trajectories.dossier import openings
from trajectories.dossier.access import Permission, record_change
from trajectories.dossier.models import (
    MEMBERSHIP_FOR,
    SEATED,
    CareTeamSeat,
    Client,
    Status,
    Summary,
    TeamRole,
    Trajectory,
)

OF_CLIENT = ("number", "birth_date", "pronouns", "municipality")
DAY = timedelta(days=1)
BATCH = 1000
"""So many rows in one INSERT."""


@transaction.atomic
def register_person(
    *, organisation: Organisation, by: User, name: str, email: str | None = None, **details
) -> Trajectory:
    """As `register`, for somebody who may be new to the portal."""
    of_person = {
        field: details.pop(field) for field in ("called", "phone", "language", "time_zone") if field in details
    }
    person = accounts.find_or_add_person(name=name, email=email, organisation=organisation, by=by, **of_person)
    if Membership.objects.active().filter(user=person, organisation=organisation).exists():
        raise Refused(_("This e-mail address cannot be used for this person. Check it together with them."))
    return register(organisation=organisation, user=person, by=by, **details)


@transaction.atomic
def register(
    *,
    organisation: Organisation,
    user: User,
    by: User,
    starts_on: date,
    ends_on: date,
    number: str = "",
    at: datetime | None = None,
    **details,
) -> Trajectory:
    """A client (or relative) of `organisation` with a running trajectory, carried by `by`.

    `details` are fields of Client (birth_date, pronouns, municipality) and of Trajectory (kind, treatment, reasons, …).
    """
    of_client = {name: details.pop(name) for name in OF_CLIENT if name in details}
    at = at or timezone.now()
    with _number_once():
        client, _created = Client.objects.get_or_create(
            organisation=organisation, user=user, defaults={"number": number, "registered_at": at, **of_client}
        )
    Client.objects.select_for_update(of=["self"]).get(pk=client.pk)
    if client.trajectories.running().exists():
        raise Refused(_("This person is registered already, and the trajectory is running."))
    trajectory = Trajectory.objects.create(
        organisation=organisation, client=client, starts_on=starts_on, ends_on=ends_on, opened_at=at, **details
    )
    Summary.objects.create(trajectory=trajectory, organisation=organisation)
    since = min(starts_on, timezone.localdate(at))
    seat(trajectory=trajectory, user=by, role=TeamRole.COUNSELLOR, since=since, by=by)
    record_change(by=by, trajectory=trajectory, segment=Permission.TRAJECTORY_EDIT)
    openings.registered(trajectories=[trajectory], by=by, at=at)
    return trajectory


@dataclass(frozen=True)
class Newcomer:
    """Somebody to register, with whom; `client` and `trajectory` are fields of those."""

    user: User
    is_new: bool
    """Nobody added this user yet."""
    counsellor: User
    client: dict[str, Any]
    trajectory: dict[str, Any]


@transaction.atomic
def register_all(*, organisation: Organisation, by: User, newcomers: list[Newcomer]) -> list[Trajectory]:
    """Everybody or nobody, in a few statements, each carried by their own counsellor.

    Who is a client here already, or works here, was left out by whoever asks.
    """
    at, here = timezone.now(), {"organisation": organisation}
    for counsellor in {newcomer.counsellor for newcomer in newcomers}:
        if not works_as(counsellor, TeamRole.COUNSELLOR, organisation.pk):
            raise Refused(_("%(name)s does not work here in that role.") % {"name": counsellor.name})
    with audit.gathered():
        accounts.add_people(people=[one.user for one in newcomers if one.is_new], by=by, **here)
        clients = [Client(user=one.user, registered_at=at, **here, **one.client) for one in newcomers]
        with _number_once():
            Client.objects.bulk_create(clients, batch_size=BATCH)
        trajectories = [
            Trajectory(client=client, opened_at=at, **here, **one.trajectory)
            for client, one in zip(clients, newcomers, strict=True)
        ]
        seats = [
            CareTeamSeat(
                trajectory=trajectory,
                user=one.counsellor,
                role=TeamRole.COUNSELLOR,
                since=min(trajectory.starts_on, timezone.localdate(at)),
                **here,
            )
            for trajectory, one in zip(trajectories, newcomers, strict=True)
        ]
        summaries = [Summary(trajectory=trajectory, **here) for trajectory in trajectories]
        for model, rows in ((Trajectory, trajectories), (Summary, summaries), (CareTeamSeat, seats)):
            model.objects.bulk_create(rows, batch_size=BATCH)
        for trajectory in trajectories:
            trajectory.part = Role.ADMINISTRATOR
            record_change(by=by, trajectory=trajectory, segment=Permission.TRAJECTORY_EDIT)
        openings.registered(trajectories=trajectories, by=by, at=at)
    return trajectories


@transaction.atomic
def correct(*, trajectory: Trajectory, revision: int, by: User, contact: dict | None = None, **details) -> None:
    """Change what was registered, unless somebody else did since `revision`. `contact` is the person's own."""
    stored = Trajectory.objects.select_for_update(of=["self"]).select_related("client__user").get(pk=trajectory.pk)
    if stored.revision != revision:
        raise Stale(_("Somebody else changed this in the meantime. Nothing was saved yet."))
    if contact:
        accounts.correct_person(person=stored.client.user, organisation=trajectory.organisation, by=by, **contact)
    of_client = {name: details.pop(name) for name in OF_CLIENT if name in details}
    with _number_once():
        Client.objects.filter(pk=stored.client_id).update(**of_client)
    Trajectory.objects.filter(pk=stored.pk).update(**details, revision=F("revision") + 1)
    record_change(by=by, trajectory=trajectory, segment=Permission.TRAJECTORY_EDIT)


@transaction.atomic
def close(*, trajectory: Trajectory, by: User, because: str = "", at: datetime | None = None) -> None:
    """`because` says why it ends otherwise than agreed."""
    _running(trajectory, _("Only a running trajectory can be closed."))
    trajectory.status, trajectory.closed_at, trajectory.closed_by = Status.CLOSED, at or timezone.now(), by
    trajectory.closed_because = because
    trajectory.save(update_fields=["status", "closed_at", "closed_by", "closed_because"])
    invitations.withdraw_all(person=trajectory.client.user, organisation=trajectory.organisation, by=by)
    notifications.withdraw(key_prefix=f"trajectory:{trajectory.pk}:")
    record_change(by=by, trajectory=trajectory, segment=Permission.TRAJECTORY_EDIT)


@transaction.atomic
def invite(*, trajectory: Trajectory, by: User, at: datetime | None = None, renews: bool = False) -> Invitation:
    """The client or relative gets a link to sign in, or to choose anew how."""
    _running(trajectory, _("This trajectory is closed."))
    invitation = invitations.invite(
        person=trajectory.client.user, organisation=trajectory.organisation, by=by, at=at, renews=renews
    )
    record_change(by=by, trajectory=trajectory, obj=invitation, segment=Permission.INVITE)
    return invitation


@transaction.atomic
def seat(
    *, trajectory: Trajectory, user: User, role: TeamRole, since: date, by: User, until: date | None = None
) -> CareTeamSeat:
    """A place on the care team. The person must work in the organisation, in the role that the seat needs."""
    _running(trajectory, _("This trajectory is closed."))
    if until and until < since:
        raise Refused(_("The last day cannot be before the first."))
    return _seat(trajectory, user, role, since, by=by, until=until)


def _seat(
    trajectory: Trajectory, user: User, role: TeamRole, since: date, *, by: User | None, until: date | None = None
) -> CareTeamSeat:
    if not works_as(user, role, trajectory.organisation_id):
        raise Refused(_("%(name)s does not work here in that role.") % {"name": user.name})
    if _seated(trajectory, since, until).filter(user=user).exists():
        raise Refused(_("%(name)s is on the team already on these days.") % {"name": user.name})
    if role == TeamRole.COUNSELLOR and _seated(trajectory, since, until).filter(role=role).exists():
        raise Refused(_("There is a counsellor already on these days. Hand over instead."))
    seated = CareTeamSeat.objects.create(
        organisation_id=trajectory.organisation_id,
        trajectory=trajectory,
        user=user,
        role=role,
        since=since,
        until=until,
    )
    record_change(by=by, trajectory=trajectory, obj=seated, segment=Permission.TEAM_EDIT)
    return seated


@transaction.atomic
def end_seat(*, seat: CareTeamSeat, by: User) -> None:
    """From now on this person has no place on the team. Ending an agreed hand-over keeps the present counsellor."""
    today = timezone.localdate()
    if seat.until and seat.until < today:
        raise TransitionRefused(_("This place ended already."))
    if seat.role == TeamRole.COUNSELLOR and seat.since <= today:
        raise Refused(_("A client always has a counsellor. Hand over to somebody else instead."))
    _vacate(seat, today)
    if seat.role == TeamRole.COUNSELLOR:
        before = CareTeamSeat.objects.filter(trajectory=seat.trajectory_id, role=seat.role, until=seat.since - DAY)
        before.update(until=None)
        openings.called_off(trajectory=seat.trajectory, seat=seat, by=by)
    record_change(by=by, trajectory=seat.trajectory, obj=seat, segment=Permission.TEAM_EDIT)


@transaction.atomic
def hand_over(*, trajectory: Trajectory, to: User, on: date, by: User) -> CareTeamSeat:
    """`to` carries the trajectory from `on`; whoever carried it has no place on the team from then."""
    _running(trajectory, _("This trajectory is closed."))
    if on < timezone.localdate():
        raise Refused(_("A hand-over cannot be in the past."))
    return _carry(trajectory, to, on, by=by)


@transaction.atomic
def take_over(*, trajectory: Trajectory, to: User, on: date) -> CareTeamSeat:
    """Also of a closed trajectory: the portal finds somebody, because everybody who carried it has left."""
    return _carry(trajectory, to, on, by=None)


def _carry(trajectory: Trajectory, to: User, on: date, *, by: User | None) -> CareTeamSeat:
    for place in CareTeamSeat.objects.filter(Q(role=TeamRole.COUNSELLOR) | Q(user=to), trajectory=trajectory):
        if place.user == to and place.role == TeamRole.COUNSELLOR and place.until is None:
            raise Refused(_("%(name)s carries this trajectory already.") % {"name": to.name})
        if place.until is None or place.until >= on:
            _vacate(place, on)
    return _seat(trajectory, to, TeamRole.COUNSELLOR, on, by=by)


def _vacate(place: CareTeamSeat, on: date) -> None:
    """Free from `on`. A place that would not have been held for a day never was; the access log keeps it."""
    if place.since >= on:
        CareTeamSeat.objects.filter(pk=place.pk).delete()
    else:
        CareTeamSeat.objects.filter(pk=place.pk).update(until=on - DAY)


def works_as(user: User, role: TeamRole, organisation_id: UUID) -> bool:
    needed = MEMBERSHIP_FOR[TeamRole(role)]
    return Membership.objects.active().filter(user=user, organisation=organisation_id, role=needed).exists()


def _seated(trajectory: Trajectory, since: date, until: date | None) -> QuerySet[CareTeamSeat]:
    days = Func(Value(since), Value(until), Value("[]"), function="daterange")
    return CareTeamSeat.objects.alias(seated=SEATED).filter(trajectory=trajectory, seated__overlap=days)


def _running(trajectory: Trajectory, otherwise: str) -> None:
    """Locked until the transaction ends, so that closing and changing do not pass each other."""
    status = Trajectory.objects.select_for_update(of=["self"]).values_list("status", flat=True).get(pk=trajectory.pk)
    if status != Status.RUNNING:
        raise TransitionRefused(otherwise)


@contextmanager
def _number_once() -> Iterator[None]:
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        raise Refused(_("This client number is in use already.")) from error
