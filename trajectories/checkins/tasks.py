"""The clock's work on check-ins. Any number of clocks may tick at once."""

from celery import shared_task
from django.utils import timezone

from aftercare.core import scope
from trajectories.checkins import actions


@shared_task
def sweep() -> None:
    at = timezone.now()
    for step in (actions.open_due, actions.close_overdue):
        done = actions.BATCH
        while done >= actions.BATCH:
            with scope.system():
                done = step(at=at, limit=actions.BATCH)
