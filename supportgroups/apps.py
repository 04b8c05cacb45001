from django.apps import AppConfig


class SupportgroupsConfig(AppConfig):
    name = "supportgroups"
