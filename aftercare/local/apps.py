from django.apps import AppConfig


class LocalConfig(AppConfig):
    name = "aftercare.local"
    label = "local"
