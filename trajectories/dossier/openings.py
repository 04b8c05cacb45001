"""What other features do when a trajectory is registered.

The dossier knows none of them; each says so here when the portal starts (AppConfig.ready).
"""

from collections.abc import Callable
from datetime import datetime

from aftercare.accounts.models import User
from trajectories.dossier.models import Trajectory

_followers: list[Callable[..., None]] = []


def follow(follower: Callable[..., None]) -> None:
    """`follower(trajectory=…, by=…, at=…)` runs in the transaction of every registration."""
    _followers.append(follower)


def registered(*, trajectory: Trajectory, by: User, at: datetime) -> None:
    for follower in _followers:
        follower(trajectory=trajectory, by=by, at=at)
