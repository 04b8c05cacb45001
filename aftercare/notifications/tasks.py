"""The clock's and the outbox's wake-ups. Each finds its work in the database."""

from celery import shared_task
from django.utils import timezone

from aftercare.notifications import delivery, outbox


@shared_task
def sweep() -> None:
    outbox.recover(at=timezone.now())


@shared_task
def drain() -> None:
    delivery.drain()
