"""Signals for tests in which it does not matter what they rest on."""

from datetime import datetime, timedelta

from aftercare.core.ids import new_id
from trajectories.signals import actions
from trajectories.signals.models import Signal
from trajectories.signals.noticing import piece
from trajectories.signals.rules import rules


def raised(trajectory, key: str, *values: int | None, at: datetime, what: str = "check_in") -> Signal | None:
    """A signal at `at`, with a piece for each value, a week apart."""
    days = [at - timedelta(weeks=back) for back in reversed(range(len(values or [None])))]
    evidence = [piece(what, new_id(), day, value) for day, value in zip(days, values or [None], strict=True)]
    return actions.notice(trajectory=trajectory, rule=rules()[key], evidence=evidence, at=at)
