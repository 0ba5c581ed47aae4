"""Pages and their pieces are drawn with the settings and apps they are served with; no database is needed for that."""

import os

import pytest


@pytest.fixture(autouse=True, scope="session")
def django_is_set_up() -> None:
    """A house in the same process may have done it already; then it stays as it is."""
    import django
    from django.apps import apps

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wasl.settings")
    if not apps.ready:
        django.setup()
