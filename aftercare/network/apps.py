from django.apps import AppConfig


class NetworkConfig(AppConfig):
    name = "aftercare.network"
    label = "network"
