"""The clock's work on signals: what nobody tells of."""

from celery import shared_task
from django.utils import timezone

from aftercare.core import scope
from trajectories.signals import overdue


@shared_task
def sweep() -> None:
    at, done = timezone.now(), overdue.BATCH
    while done >= overdue.BATCH:
        with scope.system():
            done = overdue.notice(at=at)
