"""Scores and small steps of Noor; her counsellor reads English."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from trajectories.plans.models import LifeArea
from trajectories.selfcare import actions as selfcare

NOW = datetime(2026, 3, 18, 11, 0, tzinfo=UTC)  # a Wednesday, 12:00 in Amsterdam
DAY = timedelta(days=1)
FOOD, BODY, MIND, MONEY = LifeArea.FOOD, LifeArea.BODY, LifeArea.MIND, LifeArea.MONEY


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
def rate(trajectory, client_user):
    """rate(FOOD, 6) is what Noor says of today; with `at`, of another day."""

    def rated(area=FOOD, score=6, *, by=client_user, of=trajectory, **details):
        return selfcare.rate(trajectory=of, by=by, area=area, score=score, **details)

    return rated


@pytest.fixture
def add(trajectory, client_user):
    """add("Ontbijt") is a small step that Noor writes."""

    def added(title="Ontbijt", *, area=FOOD, by=client_user, stands=0, of=trajectory, **details):
        return selfcare.add_step(trajectory=of, by=by, area=area, stands=stands, title=title, **details)

    return added
