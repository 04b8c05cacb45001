"""The clock's work on the ladder. Any number of clocks may tick at once."""

from celery import shared_task
from django.utils import timezone

from aftercare.core import scope
from trajectories.silence import actions


@shared_task
def sweep() -> None:
    at, done = timezone.now(), actions.BATCH
    while done >= actions.BATCH:
        with scope.system():
            done = actions.go_on(at=at)
