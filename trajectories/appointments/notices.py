"""Who hears of an appointment: an invitation, a reminder the day before, that it changed. All in neutral words."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta

from aftercare.accounts.models import User
from aftercare.notifications import actions as notifications
from aftercare.notifications.models import Message
from trajectories.appointments.models import Appointment

PLANNED, CHANGED, REMINDER = "appointment_planned", "appointment_changed", "appointment_reminder"
PAGE = "appointments:mine"
BEFORE = timedelta(days=1)
TOO_LATE = timedelta(hours=1)
"""A reminder that would come closer to the start than this is not sent."""


def people_of(appointment: Appointment) -> list[User]:
    """The client, and the guests who have an account."""
    guests = [guest.user for guest in appointment.guests.select_related("user") if guest.user]
    return [appointment.trajectory.client.user, *guests]


def invite(appointments: Collection[Appointment], *, at: datetime) -> None:
    """One invitation for all of them, and for each a reminder the day before."""
    first, *_rest = appointments
    people = people_of(first)
    messages = _news(first, PLANNED, people, at=at)
    for one in appointments:
        messages += _reminders(one, people, at=at)
    notifications.queue_all(messages=messages)


def changed(appointments: Sequence[Appointment], *, at: datetime, knows: User | None = None) -> None:
    """What waited is withdrawn, and reminders follow the new moments. In order of time: each person hears once,
    however many of these are theirs; `knows` was there when it was agreed."""
    withdraw(appointments)
    messages, told = [], {knows}
    for one in appointments:
        people = people_of(one)
        messages += _news(one, CHANGED, [person for person in people if person not in told], at=at)
        messages += _reminders(one, people, at=at) if one.is_planned else []
        told.update(people)
    notifications.queue_all(messages=messages)


def remind(appointment: Appointment, *, at: datetime) -> None:
    notifications.queue_all(messages=_reminders(appointment, people_of(appointment), at=at))


def withdraw(appointments: Iterable[Appointment]) -> None:
    for one in appointments:
        notifications.withdraw(key_prefix=_prefix(one))


def _news(appointment: Appointment, kind: str, people: Iterable[User], *, at: datetime) -> list[Message]:
    """Nothing, once it has begun."""
    until = appointment.starts_at
    return _messages(appointment, kind, people, due_at=at, until=until) if until > at else []


def _reminders(appointment: Appointment, people: Iterable[User], *, at: datetime) -> list[Message]:
    """None when the day before has passed already."""
    due_at, until = appointment.starts_at - BEFORE, appointment.starts_at - TOO_LATE
    return _messages(appointment, REMINDER, people, due_at=due_at, until=until) if due_at > at else []


def _messages(
    appointment: Appointment, kind: str, people: Iterable[User], *, due_at: datetime, until: datetime
) -> list[Message]:
    return [
        notifications.compose(
            key=f"{_prefix(appointment)}{appointment.revision}:{kind}:{person.pk.hex}",
            recipient=person,
            kind=kind,
            due_at=due_at,
            expires_at=until,
            link_view=PAGE,
        )
        for person in people
        if person.email and person.is_active
    ]


def _prefix(appointment: Appointment) -> str:
    return f"trajectory:{appointment.trajectory_id}:appointment:{appointment.pk}:"
