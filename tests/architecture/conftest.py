"""Models, addresses and labels as Django sees them, for checks that the text of the files cannot answer."""

import os
from collections.abc import Iterator

import django
import pytest
from django.db.models import Model
from django.test.utils import isolate_apps

from tests.architecture.sources import ROOT, files, module_of, room_of


@pytest.fixture(scope="session")
def django_ready() -> None:
    """Django with our settings; nothing here touches a database."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wasl.settings")
    django.setup()


@pytest.fixture(scope="session")
def rooms_with_tables() -> list[str]:
    """Rooms that declare tables, found by their files and not by what Django was told."""
    found = {
        room_of(module_of(path, ROOT))
        for path in files(ROOT / "wasl", ".py")
        if path.stem == "models" or path.parent.name == "models"
    }
    return sorted(room for room in found if room)


@pytest.fixture(scope="session")
def our_models(django_ready: None, rooms_with_tables: list[str]) -> list[type[Model]]:
    """Every concrete model of the package. A room with tables that Django was not told of is a failure, not a gap."""
    from django.apps import apps

    installed = {room_of(config.name) for config in apps.get_app_configs()}
    forgotten = set(rooms_with_tables) - installed
    assert not forgotten, f"rooms with tables that are missing in INSTALLED_APPS: {sorted(forgotten)}"
    return [model for model in apps.get_models() if model.__module__.startswith("wasl.")]


@pytest.fixture
def planted_apps(django_ready: None) -> Iterator[None]:
    """A registry of its own for tables that a test plants, so that Django never hears of them."""
    with isolate_apps():
        yield
