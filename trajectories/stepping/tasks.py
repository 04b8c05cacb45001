"""The clock's work on proposals: whoever answered or missed a check-in lately is considered."""

from celery import shared_task
from django.utils import timezone

from aftercare.core import scope
from trajectories.stepping import access, actions

BATCH = 200


@shared_task
def sweep() -> None:
    at = timezone.now()
    with scope.system():
        found = list(access.heard_lately(at=at))
    for place in range(0, len(found), BATCH):
        with scope.system():
            actions.consider(trajectories=found[place : place + BATCH], at=at)
