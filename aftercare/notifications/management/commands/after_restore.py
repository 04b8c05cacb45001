"""`manage.py after_restore`: once, after a backup was put back and before workers start."""

from celery import current_app
from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone

from aftercare.notifications import outbox

OUTBOX = "aftercare.notifications.tasks."


class Command(BaseCommand):
    help = "Hold for a person what may have been sent between the backup and now, so that nothing is sent twice."

    def handle(self, **options) -> None:
        """The clock's work is done first: what it would queue now, it may have queued and sent before."""
        current_app.loader.import_default_modules()
        held = outbox.hold(at=timezone.now())
        for entry in settings.CELERY_BEAT_SCHEDULE.values():
            if not entry["task"].startswith(OUTBOX):
                current_app.tasks[entry["task"]]()
        held += outbox.hold(at=timezone.now())
        self.stdout.write(f"{held} messages wait for a person at Delivery.")
