"""A table that changed without a migration works for whoever changed it and for nobody else."""

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState
from django.utils import translation

from tests.architecture.sources import room_of


def missing(state: ProjectState) -> list[str]:
    """What `makemigrations` would write for our rooms; no database is asked."""
    loader = MigrationLoader(None)
    found = MigrationAutodetector(loader.project_state(), state).changes(graph=loader.graph)
    ours = {config.label for config in apps.get_app_configs() if room_of(config.name)}
    return [
        f"{label}: {operation.describe()}"
        for label, migrations in sorted(found.items())
        if label in ours
        for migration in migrations
        for operation in migration.operations
    ]


@pytest.fixture
def state(django_ready: None) -> Iterator[ProjectState]:
    """As `makemigrations` sees it: without translations, or Django's own labels would differ by language."""
    with translation.override(None):
        yield ProjectState.from_apps(apps)


def test_no_table_is_ahead_of_its_migrations(state):
    assert missing(state) == []


def test_a_field_without_its_migration_is_caught(state):
    before = missing(state)
    state.remove_field("audit", "event", "purpose")
    assert set(missing(state)) - set(before) == {"audit: Remove field purpose from event"}
