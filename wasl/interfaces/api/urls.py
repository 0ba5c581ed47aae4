"""Addresses of the door for programs. They are apart from the pages': neither cookie nor form reaches them."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from wasl.interfaces.api import problems
from wasl.interfaces.api.api import PREFIX, api

urlpatterns = [path(PREFIX.lstrip("/"), api.urls)]


def handler500(request: HttpRequest) -> HttpResponse:
    """Our fault; nothing about the request is repeated."""
    return problems.problem(500, "our_fault")
