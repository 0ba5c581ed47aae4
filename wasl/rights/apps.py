from django.apps import AppConfig


class RightsConfig(AppConfig):
    name = "wasl.rights"
    label = "rights"

    def ready(self) -> None:
        # what a person asked about her own data goes with her when she goes to another file
        from wasl.journey.services.parting import goes_along
        from wasl.rights.models import Correction, DataRequest

        goes_along(DataRequest, Correction)
