from django.apps import AppConfig
from django.db.backends.signals import connection_created


class CoreConfig(AppConfig):
    name = "aftercare.core"
    label = "core"

    def ready(self) -> None:
        from aftercare import celery  # noqa: F401 - needs settings; shared tasks find the broker by it
        from aftercare.core import checks  # noqa: F401 - registers itself once settings are there
        from aftercare.core.instants import read_fast

        connection_created.connect(read_fast)
