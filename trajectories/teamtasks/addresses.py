"""Somebody's address does not work: the care team finds out the right one. Saying that it is done tries again."""

from datetime import datetime

from aftercare.core import scope
from aftercare.notifications import undeliverable
from aftercare.notifications.models import Undeliverable
from trajectories.dossier.happenings import What
from trajectories.dossier.happenings import follow as follow_what
from trajectories.dossier.models import Trajectory
from trajectories.teamtasks import actions
from trajectories.teamtasks.deadlines import end_of_working_day
from trajectories.teamtasks.models import TeamTask


def start() -> None:
    undeliverable.follow(of_finding, of_resuming)
    follow_what(What.DONE, of_tasks)


def of_finding(*, address: Undeliverable, at: datetime) -> None:
    """Asked once for each address. The outbox notes it, which stands outside every dossier."""
    with scope.system():
        for trajectory in _trajectories(address):
            actions.ask(
                trajectory=trajectory,
                kind=TeamTask.Kind.ADDRESS,
                key=_key(address),
                text=address.address,
                due_at=end_of_working_day(at, zone=trajectory.organisation.time_zone),
                by=None,
                at=at,
            )


def of_resuming(*, address: Undeliverable, at: datetime) -> None:
    for trajectory in _trajectories(address):
        actions.withdraw(trajectory=trajectory, key=_key(address), by=None, at=at)


def of_tasks(*, found: list[TeamTask], at: datetime) -> None:
    for task in found:
        if task.kind == TeamTask.Kind.ADDRESS:
            undeliverable.resume(recipient=task.trajectory.client.user)


def _trajectories(address: Undeliverable) -> list[Trajectory]:
    mine = Trajectory.objects.running().filter(client__user=address.user_id)
    return list(mine.select_related("client__user", "organisation"))


def _key(address: Undeliverable) -> str:
    return f"address:{address.pk}"
