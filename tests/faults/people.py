"""Who is written to: made in bulk, they are only there to be asked."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Model
from django.utils import timezone

from aftercare.accounts.models import Organisation, Region, User
from aftercare.core import scope
from aftercare.notifications.models import Message
from trajectories.checkins.models import CheckInSchedule
from trajectories.dossier.models import Client, Status, Summary, Trajectory
from trajectories.retention.actions import REFLECTION
from trajectories.retention.models import DestructionRequest


def organisation(name: str = "De Kade") -> Organisation:
    with scope.system():
        region, _made = Region.objects.get_or_create(name="Waterrade")
        return Organisation.objects.create(name=name, region=region)


def users(number: int, *, prefix: str = "p", **fields) -> list[User]:
    made = (
        User(name=f"{prefix}{each}", email=f"{prefix}{each}@test.example", phone=f"06-1{each:07d}", **fields)
        for each in range(number)
    )
    return User.objects.bulk_create(made, batch_size=2_000)


def schedules(number: int, *, at: datetime, here: Organisation | None = None, **fields) -> None:
    """As many check-ins of as many people, due at `at`; `fields` are those of `users`."""
    of = {"organisation": here or organisation()}
    today = timezone.localdate()
    asked = {"weekday": at.weekday(), "wall_time": at.time(), "zone": "UTC", "starts_on": at.date(), "next_due_at": at}
    with scope.system():
        clients = _each(Client, (Client(user=person, **of) for person in users(number, **fields)))
        trajectories = _each(
            Trajectory, (Trajectory(client=one, starts_on=today, ends_on=today, **of) for one in clients)
        )
        _each(Summary, (Summary(trajectory=one, **of) for one in trajectories))
        _each(
            CheckInSchedule,
            (CheckInSchedule(trajectory=one, instrument="weekly_seven", **asked, **of) for one in trajectories),
        )


def to_destroy(number: int, *, at: datetime) -> list[UUID]:
    """Clients whose dossier is to be destroyed at `at`: their ids."""
    here, day = organisation("Het Veer"), at.date()
    decided = {"decided_at": at - REFLECTION, "destroy_at": at, "state": DestructionRequest.State.GRANTED}
    with scope.system():
        people = users(number, prefix="leaving")
        clients = _each(Client, (Client(user=person, organisation=here) for person in people))
        closed = {"status": Status.CLOSED, "closed_at": at - REFLECTION, "starts_on": day, "ends_on": day}
        trajectories = _each(
            Trajectory,
            (Trajectory(client=one, closed_by_id=one.user_id, organisation=here, **closed) for one in clients),
        )
        _each(
            DestructionRequest,
            (
                DestructionRequest(
                    trajectory=one,
                    organisation=here,
                    asked_by_id=one.closed_by_id,
                    decided_by_id=one.closed_by_id,
                    **decided,
                )
                for one in trajectories
            ),
        )
    return [one.pk for one in clients]


def _each(model: type[Model], rows: Iterable[Model]) -> list[Model]:
    return model.objects.bulk_create(rows, batch_size=2_000)


def messages(people: list[User], *, key: str = "message", each: timedelta = timedelta(0), **fields) -> None:
    """One to each, due now, or one after the other."""
    first = fields.pop("due_at", timezone.now())
    usual = {"kind": "check_in", "expires_at": first + timedelta(hours=2)}
    rows = (
        Message(key=f"{key}:{place}", recipient=person, due_at=first + each * place, **usual | fields)
        for place, person in enumerate(people)
    )
    _each(Message, rows)
