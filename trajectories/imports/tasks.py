"""The clock's part: files that nobody went on with are deleted after a day."""

from celery import shared_task
from django.utils import timezone

from aftercare.core import scope
from trajectories.imports import actions


@shared_task
def forget() -> None:
    with scope.system():
        actions.forget(at=timezone.now())
