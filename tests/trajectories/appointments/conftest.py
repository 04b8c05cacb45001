"""Noor's appointments with Ilse, in the spring of 2026, and the pages to make them on."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse

from trajectories.appointments import actions as appointments
from trajectories.appointments.models import Appointment

NOW = datetime(2026, 3, 12, 9, 0, tzinfo=UTC)  # a Thursday, 10:00 in Amsterdam
HOUR, DAY, WEEK = timedelta(hours=1), timedelta(days=1), timedelta(weeks=1)


@pytest.fixture(autouse=True)
def clock(seen_by_system):
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def counsellor(counsellor):
    counsellor.language = "en"
    counsellor.save()
    return counsellor


@pytest.fixture
def client_user(client_user):
    client_user.language = "en"
    client_user.save()
    return client_user


@pytest.fixture
def desk(browser_of, counsellor):
    return browser_of(counsellor)


@pytest.fixture
def phone(browser_of, client_user):
    return browser_of(client_user)


@pytest.fixture
def url(trajectory):
    return lambda name="plan", *args: reverse(f"appointments:{name}", args=[trajectory.pk, *args])


@pytest.fixture
def plan(trajectory, counsellor):
    """plan(24) is an appointment of Noor with Ilse in 24 hours."""

    def planned(hours: float, *, of=trajectory, with_user=counsellor, **details) -> Appointment:
        return appointments.plan(
            trajectory=of, by=with_user, with_user=with_user, starts_at=NOW + hours * HOUR, **details
        )

    return planned


@pytest.fixture
def typed(counsellor):
    """What the counsellor fills in on the plan page: Thursday next week, half past ten."""
    return {
        "kind": "individual",
        "with_user": str(counsellor.pk),
        "day": "2026-03-19",
        "time": "10:30",
        "minutes": "45",
        "place": "Kadehuis kamer 2",
    }
