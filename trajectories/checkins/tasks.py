"""The clock's work on check-ins. Any number of clocks may tick at once."""

from celery import shared_task
from django.utils import timezone

from aftercare.core import scope
from trajectories.checkins.actions import asking


@shared_task
def sweep() -> None:
    at = timezone.now()
    with scope.system():
        if not asking.is_anything_due(at=at):
            return
    for step in (asking.open_due, asking.close_overdue):
        done = asking.BATCH
        while done >= asking.BATCH:
            with scope.system():
                done = step(at=at, limit=asking.BATCH)
