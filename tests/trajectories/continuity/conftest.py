"""Contacts on given days, each made by the action of its feature."""

from datetime import date, datetime, time, timedelta

import pytest
from django.utils import timezone

from trajectories.appointments import actions as appointments
from trajectories.dossier import actions as dossier


@pytest.fixture
def today() -> date:
    return timezone.localdate()


def noon(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(12)))


@pytest.fixture
def meet(counsellor):
    """meet(trajectory, day, state) is an appointment with that outcome."""

    def held(trajectory, day: date, state: str = "held") -> None:
        appointment = appointments.plan(
            trajectory=trajectory,
            by=counsellor,
            with_user=counsellor,
            starts_at=noon(day),
            at=noon(day) - timedelta(days=1),
        )
        appointments.record(
            appointment=appointment, by=counsellor, state=state, note="", at=noon(day) + timedelta(hours=1)
        )

    return held


@pytest.fixture
def treated_until(trajectory, counsellor, today):
    """Noor's treatment ended so many days ago."""

    def ended(days: int) -> None:
        trajectory.refresh_from_db()
        dossier.correct(
            trajectory=trajectory,
            revision=trajectory.revision,
            by=counsellor,
            treatment_ended_on=today - timedelta(days=days),
        )
        trajectory.refresh_from_db()

    return ended
