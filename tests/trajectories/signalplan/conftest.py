"""Noor's signal plan: what she wrote, and versions of it that hold."""

import pytest

from trajectories.signalplan import actions as signalplan
from trajectories.signalplan.models import Colour, SignalPlan

WORDS = {
    Colour.GREEN: {"signs": "Ik slaap, ik eet, ik app terug.", "acts": "Mijn gewone week."},
    Colour.ORANGE: {
        "signs": "Ik zeg afspraken af.",
        "acts": "Ik bel Hanneke dezelfde dag.",
        "helpers": "Lot vraagt hoe het is.",
        "call_name": "Hanneke",
        "call_phone": "06-0000 0101",
    },
    Colour.RED: {"signs": "Ik denk alleen nog aan halen.", "call_name": "Lot", "call_phone": "06-0000 0102"},
}


@pytest.fixture
def propose(trajectory, client_user):
    """propose(by=…, at=…, green={…}) is a version over the newest one."""

    def proposed(*, by=None, at=None, **changed) -> SignalPlan:
        newest = trajectory.signal_plans.standing().first()
        steps = {colour: words | changed.get(colour.value, {}) for colour, words in WORDS.items()}
        return signalplan.propose(
            trajectory=trajectory, by=by or client_user, steps=steps, replaces=newest and newest.pk, at=at
        )

    return proposed


@pytest.fixture
def hold(propose, counsellor):
    """hold(at=…) is a version on which both agree at once."""

    def held(*, at=None, **changed) -> SignalPlan:
        return signalplan.agree(plan=propose(at=at, **changed), by=counsellor, at=at)

    return held
