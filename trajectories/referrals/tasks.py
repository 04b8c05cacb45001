"""The clock's work on handovers."""

from celery import shared_task
from django.utils import timezone

from aftercare.core import scope
from trajectories.referrals import actions
from trajectories.referrals.actions.of_clock import BATCH


@shared_task
def sweep() -> None:
    """Over first: whoever is not there any more is not asked."""
    at = timezone.now()
    for step in (actions.expire, actions.ask_after):
        done = BATCH
        while done >= BATCH:
            with scope.system():
                done = step(at=at)
