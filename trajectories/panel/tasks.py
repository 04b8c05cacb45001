"""The clock's work on polls: notices when one begins, the count when it is over, the word back."""

from celery import shared_task
from django.utils import timezone

from aftercare.core import scope
from trajectories.panel import actions


@shared_task
def sweep() -> None:
    with scope.system():
        at = timezone.now()
        actions.announce(at=at)
        actions.close(at=at)
        actions.tell(at=at)
