from django.apps import AppConfig


class AftercareConfig(AppConfig):
    name = "wasl.phases.aftercare"
    label = "aftercare"
