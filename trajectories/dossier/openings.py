"""What other features do when trajectories are registered.

The dossier knows none of them; each says so here when the portal starts (AppConfig.ready).
"""

from collections.abc import Callable
from datetime import datetime

from aftercare.accounts.models import User
from trajectories.dossier.models import Trajectory

_followers: list[Callable[..., None]] = []


def follow(follower: Callable[..., None]) -> None:
    """`follower(trajectories=…, by=…, at=…)` runs in the transaction of every registration, of one or of many."""
    _followers.append(follower)


def registered(*, trajectories: list[Trajectory], by: User, at: datetime) -> None:
    for follower in _followers:
        follower(trajectories=trajectories, by=by, at=at)
