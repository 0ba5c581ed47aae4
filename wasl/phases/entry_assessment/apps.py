from django.apps import AppConfig


class EntryAssessmentConfig(AppConfig):
    name = "wasl.phases.entry_assessment"
    label = "entry_assessment"
