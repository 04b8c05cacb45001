"""Whose plan a part can stand in; an item of it, and what Noor proposes."""

import pytest

from trajectories.plans import actions as plans
from trajectories.plans.actions import proposals
from trajectories.plans.models import Kind, PlanItem, Proposal, State
from trajectories.plans.models.kinds import OF_RELATIVES


@pytest.fixture
def plan_with(trajectory, relative_trajectory):
    """plan_with(kind): Lot's trajectory for what only a relative's plan has, Noor's for the rest."""
    return lambda kind: relative_trajectory if kind in OF_RELATIVES else trajectory


@pytest.fixture
def item(trajectory, counsellor) -> PlanItem:
    return plans.add(
        trajectory=trajectory,
        by=counsellor,
        kind=Kind.SKILL,
        title="Nee zeggen",
        frequency="elke week",
        state=State.ACTIVE,
    )


@pytest.fixture
def propose(trajectory, client_user):
    """propose(wish, title=…) is what Noor asks for."""

    def proposed(wish=Proposal.Wish.ADD, **words) -> Proposal:
        if wish in (Proposal.Wish.ADD, Proposal.Wish.CHANGE):
            words = {"title": "Zwemmen", **words}
        return proposals.propose(trajectory=trajectory, by=client_user, wish=wish, **words)

    return proposed
