"""All addresses are in the web room."""

from wasl.interfaces.web.urls import handler404, handler429, handler500, urlpatterns

__all__ = ["handler404", "handler429", "handler500", "urlpatterns"]
