from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "wasl.people"
    label = "people"
