"""The clock's work on sharing: what ends by itself. Reading stops at the moment itself, without the clock."""

from celery import shared_task
from django.utils import timezone

from aftercare.core import scope
from trajectories.sharing import actions


@shared_task
def sweep() -> None:
    at, done = timezone.now(), actions.BATCH
    while done >= actions.BATCH:
        with scope.system():
            done = actions.lapse(at=at)
