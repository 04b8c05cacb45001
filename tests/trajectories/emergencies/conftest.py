"""Farah, who is not on Noor's care team, opens Noor's dossier at night."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine

from trajectories.dossier.emergencies import EmergencyOpening
from trajectories.emergencies import actions

NIGHT = datetime(2026, 3, 15, 23, 40, tzinfo=ZoneInfo("Europe/Amsterdam"))
REASON = "Belt in nood en Ilse is niet te bereiken."


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NIGHT, tick=False) as traveller:
        yield traveller


@pytest.fixture
def noor(clock, trajectory):
    """With a number and a date of birth."""
    client = trajectory.client
    client.number, client.birth_date = "K-1042", date(1989, 4, 17)
    client.save()
    return trajectory


@pytest.fixture
def opening(noor, colleague) -> EmergencyOpening:
    return actions.begin(trajectory=noor, by=colleague, reason=REASON)
