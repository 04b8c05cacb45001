"""How an attempt to send ended, as every channel says it."""

from dataclasses import dataclass
from enum import Enum


class Ended(Enum):
    SENT = "sent"
    REFUSED = "refused"
    UNDELIVERABLE = "undeliverable"
    LATER = "later"
    UNSURE = "unsure"


FOR_GOOD = {Ended.REFUSED, Ended.UNDELIVERABLE}


@dataclass(frozen=True)
class Result:
    """`reason` is a code of ours. What the other side said stays out of the database and the log."""

    ended: Ended
    reason: str = ""
