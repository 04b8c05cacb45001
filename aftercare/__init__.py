"""The project, and the platform that both domains stand on."""

try:
    from aftercare.celery import app as celery_app
except ModuleNotFoundError:  # a bare machine: manage.py makes the environment first
    celery_app = None

__all__ = ["celery_app"]
