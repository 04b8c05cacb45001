"""People around Noor; her counsellor reads English."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from trajectories.socialmap import actions as socialmap

NOW = datetime(2026, 3, 18, 11, 0, tzinfo=UTC)  # a Wednesday, 12:00 in Amsterdam
DAY = timedelta(days=1)


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
def add(trajectory, client_user):
    """add("Lot") is somebody whom Noor puts on her map."""

    def added(name="Lot", *, stance="supportive", ring=1, by=client_user, of=trajectory, **details):
        return socialmap.add(trajectory=of, by=by, name=name, stance=stance, ring=ring, **details)

    return added
