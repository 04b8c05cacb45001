"""The clock's work on announcements."""

from celery import shared_task
from django.utils import timezone

from aftercare.core import scope
from trajectories.arrivals import actions


@shared_task
def sweep() -> None:
    at, done = timezone.now(), actions.BATCH
    while done >= actions.BATCH:
        with scope.system():
            done = actions.expire(at=at)
