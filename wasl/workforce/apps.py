from django.apps import AppConfig


class WorkforceConfig(AppConfig):
    name = "wasl.workforce"
    label = "workforce"
