from django.apps import AppConfig


class ExitAssessmentConfig(AppConfig):
    name = "wasl.phases.exit_assessment"
    label = "exit_assessment"
