"""The project, and the platform that both domains stand on."""

from aftercare.celery import app as celery_app

__all__ = ["celery_app"]
