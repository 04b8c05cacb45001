"""Whose plan a part can stand in."""

import pytest

from trajectories.plans.models.kinds import OF_RELATIVES


@pytest.fixture
def plan_with(trajectory, relative_trajectory):
    """plan_with(kind): Lot's trajectory for what only a relative's plan has, Noor's for the rest."""
    return lambda kind: relative_trajectory if kind in OF_RELATIVES else trajectory
