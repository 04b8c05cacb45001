"""Noor's aftercare, agreed and with a plan, on a fixed clock; everybody reads English."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.utils import translation

from tests.personas import person
from trajectories.agreements import actions as agreements
from trajectories.closing import actions as closing
from trajectories.dossier import actions as dossier

NOW = datetime(2026, 3, 2, 11, 0, tzinfo=UTC)  # a Monday, 12:00 in Amsterdam
TODAY, END = date(2026, 3, 2), date(2026, 6, 14)
DAY, WEEK = timedelta(days=1), timedelta(weeks=1)
DUE = datetime(2026, 3, 2, 16, 0, tzinfo=UTC)  # 17:00 in Amsterdam


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
    noor = person("Noor Velthuizen", "noor@test.example", called="Noor", language="en", phone="06 0000 0001")
    registered = dossier.register(
        organisation=organisation,
        user=noor,
        by=counsellor,
        starts_on=TODAY,
        ends_on=END,
        treatment="clinic",
        treatment_place="Lindehoeve",
        reasons=["afraid"],
        learned="Merken wanneer het begint.",
    )
    agreements.accept(agreement=registered.agreements.get(), by=noor)
    return registered


@pytest.fixture
def both_wrote(trajectory, client_user, counsellor):
    closing.write(trajectory=trajectory, by=client_user, side="client", summary="Ik fiets weer.", helped="De brug.")
    closing.write(trajectory=trajectory, by=counsellor, side="team", summary="Noor kent haar avonden.")


@pytest.fixture
def closed(both_wrote, trajectory, counsellor):
    closing.close(trajectory=trajectory, by=counsellor, because="Noor verhuist.")
    return trajectory


@pytest.fixture
def phone(browser_of, client_user):
    return browser_of(client_user)


@pytest.fixture
def desk(browser_of, counsellor):
    return browser_of(counsellor)
