"""How agreements stand between client and care team, as either of them may see it."""

from dataclasses import dataclass

from trajectories.agreements.models import Agreement, Review
from trajectories.dossier.models import Trajectory


@dataclass(frozen=True)
class Standing:
    """What holds, what waits for an answer, when they look again, and how it came to be."""

    history: list[Agreement]
    """Newest first, the open proposal included."""
    review: Review | None

    @property
    def open(self) -> Agreement | None:
        return next((one for one in self.history if one.is_open), None)

    @property
    def is_agreed(self) -> bool:
        """Whether start and end were confirmed by both."""
        return any(one.state == Agreement.State.AGREED for one in self.history)

    @property
    def past(self) -> list[Agreement]:
        return [one for one in self.history if not one.is_open]


def standing(trajectory: Trajectory) -> Standing:
    return Standing(history=list(trajectory.agreements.told()), review=trajectory.reviews.open().first())
