"""Exercises assigned to Noor and done by her; her counsellor reads English."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from trajectories.exercises import actions as exercises

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
def assign(trajectory, counsellor):
    """assign("sleep", note="…") is asked of Noor by Ilse."""

    def assigned(slug="urge-surfing", *, of=trajectory, by=counsellor, **details):
        return exercises.assign(trajectory=of, by=by, slug=slug, **details)

    return assigned


@pytest.fixture
def do(trajectory, client_user):
    """do("sleep", how="…") is what Noor says that she did."""

    def done(slug="urge-surfing", **details):
        return exercises.do(trajectory=trajectory, by=client_user, slug=slug, **details)

    return done
