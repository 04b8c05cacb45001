"""What other features do when a trajectory is registered, or a hand-over that was agreed is called off.

The dossier knows none of them; each says so here when the portal starts (AppConfig.ready).
"""

from collections.abc import Callable
from datetime import datetime

from aftercare.accounts.models import User
from trajectories.dossier.models import CareTeamSeat, Trajectory

_followers: list[Callable[..., None]] = []
_followers_of_calling_off: list[Callable[..., None]] = []


def follow(follower: Callable[..., None]) -> None:
    """`follower(trajectories=…, by=…, at=…)` runs in the transaction of every registration, of one or of many."""
    _followers.append(follower)


def registered(*, trajectories: list[Trajectory], by: User, at: datetime) -> None:
    for follower in _followers:
        follower(trajectories=trajectories, by=by, at=at)


def follow_calling_off(follower: Callable[..., None]) -> None:
    """`follower(trajectory=…, seat=…, by=…)` runs in the transaction that takes a coming counsellor's seat away."""
    _followers_of_calling_off.append(follower)


def called_off(*, trajectory: Trajectory, seat: CareTeamSeat, by: User) -> None:
    for follower in _followers_of_calling_off:
        follower(trajectory=trajectory, seat=seat, by=by)
