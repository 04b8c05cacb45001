"""Noor's answers over the weeks, on a clock that a test moves; Ilse reads English."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from trajectories.checkins import actions as checkins

NOW = datetime(2026, 3, 18, 11, 0, tzinfo=UTC)  # a Wednesday, 12:00 in Amsterdam
HOUR, DAY, WEEK = timedelta(hours=1), timedelta(days=1), timedelta(weeks=1)
SEVEN = {"mood": 5, "craving": 2, "sleep": 7, "risk": 0, "confidence": 7, "use": 0, "support": ["family"]}


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
def answer(trajectory, client_user):
    """answer(craving=9) is a check-in of Noor's, of her own accord."""

    def answered(*, at=None, of=trajectory, **changed):
        by = of.client.user
        draft = checkins.start(trajectory=of, by=by, at=at)
        return checkins.submit(check_in=draft, by=by, answers=SEVEN | changed, at=at)

    return answered


@pytest.fixture
def keys(trajectory):
    """keys() are the rules of Noor's open signals, as they were raised."""
    return lambda: [one.rule for one in trajectory.signals.open()]
