"""How far the rounding off is, and whether a client asked to come back."""

from dataclasses import dataclass
from datetime import date, timedelta

from trajectories.agreements.models import Agreement
from trajectories.closing.models import ClosingWords
from trajectories.dossier.models import Trajectory
from trajectories.teamtasks.models import TeamTask

SOON = timedelta(days=14)
Side = ClosingWords.Side


@dataclass(frozen=True)
class Rounding:
    """What both wrote, and whether they agreed to round off."""

    of_client: ClosingWords | None
    of_team: ClosingWords | None
    agreed: bool

    @property
    def is_complete(self) -> bool:
        return self.of_client is not None and self.of_team is not None


def rounding(trajectory: Trajectory, *, on: date) -> Rounding:
    words = {one.side: one for one in trajectory.closing_words.select_related("written_by")}
    last = trajectory.agreements.agreed().first()
    agreed = last is not None and (last.kind == Agreement.Kind.CLOSE or trajectory.ends_on <= on)
    return Rounding(of_client=words.get(Side.CLIENT), of_team=words.get(Side.TEAM), agreed=agreed)


def is_near(trajectory: Trajectory, *, on: date) -> bool:
    """Whether it is time for the client to write."""
    return trajectory.closed_at is None and trajectory.ends_on <= on + SOON


def return_asked(trajectory: Trajectory) -> TeamTask | None:
    """The request to come back that nobody dealt with yet."""
    return trajectory.team_tasks.open().filter(kind=TeamTask.Kind.RETURN_REQUEST).first()
