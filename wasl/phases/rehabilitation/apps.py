from django.apps import AppConfig


class RehabilitationConfig(AppConfig):
    name = "wasl.phases.rehabilitation"
    label = "rehabilitation"
