"""The clock's work on keeping: destroying what was granted, and what was kept long enough."""

from celery import shared_task
from django.utils import timezone

from aftercare.core import scope
from trajectories.retention.access import granted_and_due, kept_long_enough
from trajectories.retention.destroying import destroy


@shared_task
def sweep() -> None:
    """Each person's in a transaction of its own."""
    at = timezone.now()
    with scope.system():
        due = {*granted_and_due(at=at), *kept_long_enough(at=at)}
    for client in due:
        with scope.system():
            destroy(client)
