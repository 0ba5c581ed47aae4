from django.apps import AppConfig


class CasefileConfig(AppConfig):
    name = "wasl.casefile"
    label = "casefile"
