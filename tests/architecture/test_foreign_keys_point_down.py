"""A relation written as a string ("aftercare.Visit") is invisible to import contracts. Here it is not."""

import ast
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db import models

from tests.architecture.sources import (
    ROOT,
    calls,
    dotted,
    files,
    may_know,
    module_of,
    place,
    room_of,
    tree_of,
)


def upward_relations(tables: list[type[models.Model]]) -> list[str]:
    """Relations from a room to one that stands beside or above it."""
    found = []
    for table in tables:
        room = room_of(table.__module__)
        for field in [*table._meta.local_fields, *table._meta.local_many_to_many]:
            target = field.related_model
            if not isinstance(target, type) or not room:
                continue
            other = room_of(target.__module__)
            if other and not may_know(room, other):
                found.append(f"{table.__module__}.{table.__name__}.{field.name} → {target.__module__}")
    return found


def upward_lookups(root: Path, labels: dict[str, str]) -> list[str]:
    """`apps.get_model("label.Name")` reaching up; `labels` maps an app label to its room."""
    found = []
    for path in files(root / "wasl", ".py"):
        room = room_of(module_of(path, root))
        if not room or "migrations" in path.parts:
            continue
        for call in calls(tree_of(path)):
            if not dotted(call.func).endswith("get_model") or not call.args:
                continue
            if isinstance(call.args[0], ast.Constant) and isinstance(call.args[0].value, str):
                other = labels.get(call.args[0].value.partition(".")[0])
                if other and not may_know(room, other):
                    found.append(f"{place(path, root, call.lineno)}: {room} looks up a table of {other}")
    return found


def test_every_relation_points_to_the_same_room_or_one_below(our_models):
    assert upward_relations(our_models) == []


def test_no_table_of_a_higher_room_is_looked_up_by_its_label(django_ready):
    labels = {config.label: room for config in apps.get_app_configs() if (room := room_of(config.name))}
    assert upward_lookups(ROOT, labels) == []


def _table(name: str, module: str, **fields: Any) -> type[models.Model]:
    meta = type("Meta", (), {"app_label": "planted"})
    key = models.UUIDField(primary_key=True)
    return type(name, (models.Model,), {"__module__": module, "Meta": meta, "id": key, **fields})


def test_a_relation_written_as_a_string_that_points_up_is_caught(planted_apps):
    high = _table("Visit", "wasl.phases.aftercare.models")
    low = _table("File", "wasl.casefile.models", visit=models.ForeignKey("planted.Visit", models.CASCADE))
    assert upward_relations([high, low]) == ["wasl.casefile.models.File.visit → wasl.phases.aftercare.models"]


def test_a_relation_between_two_phases_is_caught(planted_apps):
    review = _table("Review", "wasl.phases.rehabilitation.models")
    visit = _table("Visit", "wasl.phases.aftercare.models", review=models.ForeignKey(review, models.CASCADE))
    assert len(upward_relations([visit])) == 1


def test_a_relation_that_points_down_is_welcome(planted_apps):
    file = _table("File", "wasl.casefile.models")
    visit = _table("Visit", "wasl.phases.aftercare.models", file=models.ForeignKey(file, models.CASCADE))
    assert upward_relations([visit]) == []


def test_a_lookup_by_label_that_reaches_up_is_caught(tmp_path):
    room = tmp_path / "wasl" / "people"
    room.mkdir(parents=True)
    (room / "selectors.py").write_text('Review = apps.get_model("rehabilitation.Review")\n')
    labels = {"rehabilitation": "phases.rehabilitation"}
    found = upward_lookups(tmp_path, labels)
    assert found == ["wasl/people/selectors.py:1: people looks up a table of phases.rehabilitation"]
