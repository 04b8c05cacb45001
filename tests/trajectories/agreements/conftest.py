"""Noor's aftercare: registered on 2 March until 14 June, on a fixed clock; everybody reads English."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.utils import translation

from tests.personas import person
from trajectories.agreements import actions as agreements
from trajectories.agreements.models import Agreement
from trajectories.dossier import actions as dossier

NOW = datetime(2026, 3, 2, 11, 0, tzinfo=UTC)  # a Monday, 12:00 in Amsterdam
TODAY, END = date(2026, 3, 2), date(2026, 6, 14)
DAY, WEEK = timedelta(days=1), timedelta(weeks=1)


@pytest.fixture(autouse=True)
def clock(seen_by_system):
    with translation.override("en"), time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def counsellor(counsellor):
    counsellor.language = "en"
    counsellor.save()
    return counsellor


@pytest.fixture
def trajectory(clock, counsellor, organisation):
    noor = person("Noor Velthuizen", "noor@test.example", called="Noor", language="en")
    return dossier.register(organisation=organisation, user=noor, by=counsellor, starts_on=TODAY, ends_on=END)


@pytest.fixture
def agreed(trajectory, client_user) -> Agreement:
    """Noor confirmed start and end."""
    first = trajectory.agreements.get()
    agreements.accept(agreement=first, by=client_user)
    return first


@pytest.fixture
def propose(agreed, trajectory, counsellor):
    """propose("extend", ends_on=…, by=client_user) on what was agreed; by the counsellor unless told otherwise."""

    def proposed(kind, *, by=counsellor, seen=None, **terms) -> Agreement:
        return agreements.propose(trajectory=trajectory, by=by, kind=kind, seen=seen and seen.pk, **terms)

    return proposed
