"""Noor's medicines, as Ilse notes them; her counsellor reads English."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from trajectories.medication import actions as medication

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
def add(trajectory, counsellor):
    """add("Naltrexon", dose="50 mg") is what Ilse notes."""

    def added(name="Naltrexon", *, by=counsellor, of=trajectory, **told):
        return medication.add(trajectory=of, by=by, name=name, **told)

    return added


@pytest.fixture
def tell(trajectory, client_user):
    """tell(text="Mag het met melk?") is what Noor tells."""

    def told(*, of=trajectory, by=client_user, **words):
        return medication.tell(trajectory=of, by=by, **words)

    return told
