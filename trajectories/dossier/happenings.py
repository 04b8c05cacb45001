"""What happened to a client, told in the same transaction to features that stand above whoever tells it.

Check-ins, logs and tasks know nothing of signals or of the ladder at silence; those say here, when the portal
starts (AppConfig.ready), what they want to hear of.
"""

from collections import defaultdict
from collections.abc import Callable
from datetime import datetime
from enum import Enum
from typing import Any


class What(Enum):
    """With each what is told of: objects that know their `trajectory`."""

    ASKED = "check-ins asked now"
    MISSED = "check-ins that nobody answered in time"
    ANSWERED = "a check-in that was sent"
    LOGGED = "a trigger"
    USED = "a lapse that the client told"
    COLOURED = "a colour of the signal plan"
    MEDICINES = "what was told of medicines"
    MEDICINES_DISCUSSED = "what was told of medicines and was discussed"
    TAKEN_BACK = "a trigger or a lapse that was undone"
    ASKS_CONTACT = "a check-in with an answer that asks for contact the same day"
    DONE = "a task of the care team"
    REACHED = "a contact that took place"
    CONCERN = "a concern of a relative"
    REFERRED = "a step of a handover to a partner"


_followers: dict[What, list[Callable[..., None]]] = defaultdict(list)


def follow(what: What, follower: Callable[..., None]) -> None:
    """`follower(found=[…], at=…)` runs whenever it happens."""
    if follower not in _followers[what]:
        _followers[what].append(follower)


def tell(what: What, found: list[Any], *, at: datetime) -> None:
    if found:
        for follower in _followers[what]:
            follower(found=found, at=at)
