"""A consent that ends soon becomes a signal; stopped or renewed, it was none."""

from datetime import timedelta

import pytest
from django.utils import timezone

from trajectories.dossier.models import Category
from trajectories.sharing import actions as sharing
from trajectories.signals.tasks import sweep


@pytest.fixture
def ends(trajectory, client_user):
    """ends(in days) is what Noor shares with Kim."""

    def shared(days: int):
        return sharing.share(
            trajectory=trajectory,
            by=client_user,
            name="Kim",
            email="kim@test.example",
            categories=[Category.PLAN, Category.GROUPS],
            purpose="near",
            until=timezone.localdate() + timedelta(days=days),
        )

    return shared


def test_a_week_before_it_ends_it_is_a_signal_once(ends, trajectory):
    ends(6)
    sweep()
    sweep()
    signal = trajectory.signals.get()
    assert (signal.rule, len(signal.evidence)) == ("consent-ending", 1)
    assert "Kim" in signal.because


def test_sooner_than_that_it_is_none(ends, trajectory):
    ends(8)
    sweep()
    assert not trajectory.signals.exists()


def test_once_stopped_there_is_nothing_to_tell(ends, trajectory, client_user):
    recipient = ends(6)
    sweep()
    sharing.stop(recipient=recipient, by=client_user)
    sweep()
    assert not trajectory.signals.exists()
