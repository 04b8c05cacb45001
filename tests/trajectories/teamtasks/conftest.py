"""A task for Noor's care team; her counsellor reads English."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from trajectories.teamtasks import actions as teamtasks
from trajectories.teamtasks.models import TeamTask

NOW = datetime(2026, 3, 18, 11, 0, tzinfo=UTC)  # a Wednesday, 12:00 in Amsterdam
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


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
def ask(trajectory, client_user):
    """ask(kind="call", due=26 * HOUR) is a task for Noor's care team, asked by her."""

    def asked(kind=TeamTask.Kind.CALL, *, due=26 * HOUR, key="use", by=client_user, of=trajectory, **details):
        return teamtasks.ask(trajectory=of, kind=kind, key=key, due_at=NOW + due, by=by, **details)

    return asked
