"""The Celery application. Beat ticks; every tick is safe to run twice (docs/decisions/0003)."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "aftercare.settings")

app = Celery("aftercare")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.autodiscover_tasks(["trajectories.checkins"])
app.conf.beat_schedule = {
    "check-ins-due": {"task": "trajectories.checkins.tasks.sweep", "schedule": 60.0},
    "messages-due": {"task": "aftercare.notifications.tasks.sweep", "schedule": 60.0},
}
