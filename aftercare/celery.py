"""The Celery application. Beat ticks; every tick is safe to run twice (docs/decisions/0003)."""

import os

from celery import Celery, Task
from celery.signals import worker_init
from django.db import close_old_connections

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "aftercare.settings")


class DjangoTask(Task):
    """Connections are kept between tasks (CELERY_DB_REUSE_MAX); a dead one is replaced before the next."""

    def before_start(self, *_) -> None:
        if not self.request.is_eager:  # an eager task runs within its caller's transaction
            close_old_connections()


app = Celery("aftercare", task_cls=DjangoTask)
app.config_from_object("django.conf:settings", namespace="CELERY")


def whom_beat_wakes() -> set[str]:
    """Their packages. The one task that beat does not wake, the outbox's `drain`, stands beside one that it does."""
    return {entry["task"].rpartition(".tasks.")[0] for entry in app.conf.beat_schedule.values()}


app.autodiscover_tasks(whom_beat_wakes)


@worker_init.connect
def refuse_privileged_role(**kwargs) -> None:
    from aftercare.core.checks import refuse_privileged_role  # needs the application, which this file makes

    refuse_privileged_role()
