from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "wasl.access"
    label = "access"
