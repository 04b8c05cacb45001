"""The clock's work on groups. Any number of clocks may tick at once."""

from celery import shared_task
from django.utils import timezone

from aftercare.core import scope
from supportgroups import actions


@shared_task
def sweep() -> None:
    with scope.system():
        actions.sweep(at=timezone.now())
        actions.ask_for_attendance(at=timezone.now())
