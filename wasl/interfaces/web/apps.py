from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "wasl.interfaces.web"
    label = "web"

    def ready(self) -> None:
        from wasl.interfaces.web import sign_in

        sign_in.listen()
