"""What other domains do when attendance is marked or corrected.

Groups know none of them; each says so here when the portal starts (AppConfig.ready), as for candidates.
"""

from collections.abc import Callable
from uuid import UUID

from supportgroups.models import Session

_followers: list[Callable[..., None]] = []


def follow(follower: Callable[..., None]) -> None:
    """`follower(session=…, participants=…)` runs in the transaction that marks them."""
    _followers.append(follower)


def marked(*, session: Session, participants: list[UUID]) -> None:
    for follower in _followers:
        follower(session=session, participants=participants)
