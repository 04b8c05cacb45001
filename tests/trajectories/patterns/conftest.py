"""Noor's logs on a Monday noon in Amsterdam; she and her counsellor read English."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from trajectories.triggers import actions as triggers
from trajectories.triggers.models import TriggerEntry

NOW = datetime(2026, 3, 30, 10, 0, tzinfo=UTC)
FRIDAY_EVENING = datetime(2026, 3, 27, 19, 0, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def clock(seen_by_system):
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def client_user(client_user):
    client_user.language = "en"
    client_user.save()
    return client_user


@pytest.fixture
def counsellor(counsellor):
    counsellor.language = "en"
    counsellor.save()
    return counsellor


@pytest.fixture
def log(trajectory, client_user):
    """log(3, at, kind="alone", strength=6) are three logs, a week apart."""

    def logged(count: int, at: datetime = FRIDAY_EVENING, *, strength: int = 6, **answers) -> list[TriggerEntry]:
        return [
            triggers.log(
                trajectory=trajectory, by=client_user, strength=strength, at=at - timedelta(weeks=week), **answers
            )
            for week in range(count)
        ]

    return logged
