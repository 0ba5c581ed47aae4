from django.apps import AppConfig


class AppointmentsConfig(AppConfig):
    name = "wasl.appointments"
    label = "appointments"
