from django.apps import AppConfig


class InstrumentsConfig(AppConfig):
    name = "wasl.instruments"
    label = "instruments"
