from django.apps import AppConfig


class PlanningConfig(AppConfig):
    name = "wasl.planning"
    label = "planning"
