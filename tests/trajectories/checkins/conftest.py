"""Noor's schedule, and a clock that a test moves."""

from datetime import UTC, datetime, time

import pytest

from trajectories.checkins import actions
from trajectories.checkins.models import CheckInSchedule, Weekday

NOON = datetime(2027, 3, 10, 11, 0, tzinfo=UTC)
"""Wednesday 10 March 2027, noon in Amsterdam."""

SEVEN = {"mood": 5, "craving": 4, "sleep": 7, "risk": 0, "confidence": 7, "use": 0, "support": ["family", "group"]}


@pytest.fixture
def noon(time_machine):
    time_machine.move_to(NOON, tick=False)
    return NOON


@pytest.fixture
def weekly(noon, trajectory, counsellor) -> CheckInSchedule:
    """Mondays at 10:00 in Amsterdam, agreed on Wednesday: first due on Monday 15 March, 09:00 UTC."""
    return agree(trajectory, counsellor)


def agree(trajectory, by, **details) -> CheckInSchedule:
    details = {
        "instrument": "weekly_seven",
        "weekday": Weekday.MONDAY,
        "wall_time": time(10),
        "zone": "Europe/Amsterdam",
        "starts_on": NOON.date(),
        **details,
    }
    return actions.schedule(trajectory=trajectory, by=by, **details)


@pytest.fixture
def due(weekly, time_machine):
    """The first check-in of `weekly` fell due a minute ago, and was opened."""
    at = datetime(2027, 3, 15, 9, 1, tzinfo=UTC)
    time_machine.move_to(at, tick=False)
    actions.open_due(at=at)
    return weekly.occurrences.get()
