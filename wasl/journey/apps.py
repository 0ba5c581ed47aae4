from django.apps import AppConfig


class JourneyConfig(AppConfig):
    name = "wasl.journey"
    label = "journey"
