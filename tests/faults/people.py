"""Who is written to: made in bulk, they are only there to be asked."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import Model
from django.utils import timezone

from aftercare.accounts.models import Organisation, Region, User
from aftercare.core import scope
from aftercare.notifications.models import Message
from trajectories.checkins.models import CheckInSchedule
from trajectories.dossier.models import Client, Summary, Trajectory


def organisation() -> Organisation:
    with scope.system():
        return Organisation.objects.create(name="De Kade", region=Region.objects.create(name="Waterrade"))


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
