"""What begins a climb, and what stops it."""

from datetime import datetime
from typing import Any

from trajectories.checkins.models import Occurrence
from trajectories.dossier.happenings import What, follow
from trajectories.silence import actions
from trajectories.silence.models import Climb
from trajectories.teamtasks.models import TeamTask


def start() -> None:
    follow(What.ASKED, of_asking)
    follow(What.ANSWERED, of_answers)
    follow(What.REACHED, of_contact)
    follow(What.DONE, of_tasks)


def of_asking(*, found: list[Occurrence], at: datetime) -> None:
    actions.begin(occurrences=found, at=at)


def of_answers(*, found: list[Any], at: datetime) -> None:
    for one in found:
        actions.stop(trajectory=one.trajectory, because=Climb.Stopped.ANSWERED, at=at)


def of_contact(*, found: list[Any], at: datetime) -> None:
    for one in found:
        actions.stop(trajectory=one.trajectory, because=Climb.Stopped.REACHED, at=at)


def of_tasks(*, found: list[TeamTask], at: datetime) -> None:
    of_contact(found=[task for task in found if task.by_calling], at=at)
