"""Every field of every table says how private it is, or the build is red.

How to classify. A table declares, for each of its fields, one of:

    ref      a random reference to something (never a number that counts arrivals)
    code     a word from a closed list that tells nothing of a person: an event, a kind, a digest
    clear    what may stand open about a person or family, as a code: sex, age band, state, level, governorate
    date     a day or a moment
    count    a number of things, a position, a score band
    sealed   ciphertext; whoever reads the row learns its size bucket and no more
    staff    about a member of staff, never about a participant
    secret   what opens something: a token's hash, a seed, a wrapped key

When in doubt it is personal: seal it. What a person is called, says, answers or owns never stands in a row at all,
it goes to the vault, and the table names the sealed fields in `sealed_fields` ("identity:name", "notes:text").
Fields that come from an abstract parent are declared there once. Search, export, erasure and the public schema page
read this one declaration. In a table about people, a field that is called like words or like an identity ("note",
"mother_name") cannot be passed off as a `code` or as `clear`.
"""

from collections.abc import Mapping
from typing import Any

import pytest
from django.contrib.postgres.fields import ArrayField
from django.db import models

CLASSES = frozenset({"ref", "code", "clear", "date", "count", "sealed", "staff", "secret"})
SEALED_CLASSES = frozenset({"identity", "notes", "clinical", "sealed", "files", "keys"})

#: what a column of a class may be made of; `staff` and `secret` may be anything
SHAPES: Mapping[str, tuple[type[Any], ...]] = {
    "ref": (models.UUIDField, models.ForeignKey, models.ManyToManyField, models.IntegerField, models.BinaryField,
            models.CharField, models.TextField, ArrayField),
    "code": (models.CharField, models.TextField, models.IntegerField, models.BooleanField, models.BinaryField,
             models.JSONField, ArrayField),
    "clear": (models.CharField, models.TextField, models.BooleanField, models.IntegerField, models.DecimalField),
    "date": (models.DateField, models.TimeField, models.DurationField),
    "count": (models.IntegerField, models.DecimalField, models.FloatField),
    "sealed": (models.BinaryField,),
}  # fmt: skip

#: fields that make a table one about people, and what its other fields may then not be called in the clear
ABOUT_PEOPLE = {"file_id", "person", "person_id", "subject"}
PERSONAL = {
    "name", "note", "notes", "text", "remark", "remarks", "comment", "comments", "address", "phone", "mother",
    "father", "laqab", "birth", "story", "words", "answer", "answers", "wish", "wishes",
}  # fmt: skip


def declared(table: type[models.Model]) -> dict[str, str]:
    """The declaration of a table together with those of its abstract parents."""
    found: dict[str, str] = {}
    for parent in reversed(table.__mro__):
        found.update(parent.__dict__.get("privacy", {}))
    return found


def unclassified(table: type[models.Model]) -> list[str]:
    """What is wrong with a table's declaration; the lines for missing fields are ready to paste."""
    name = f"{table.__module__}.{table.__name__}"
    fields: dict[str, Any] = {
        f.name: f for f in [*table._meta.local_concrete_fields, *table._meta.local_many_to_many]
    }
    classes = declared(table)
    about_people = bool(ABOUT_PEOPLE & fields.keys())
    missing = [f'    "{field}": "",' for field in fields if field not in classes]
    wrong = [f"{name}.{field} is declared and does not exist" for field in classes if field not in fields]
    for field, chosen in classes.items():
        if chosen not in CLASSES:
            wrong.append(f"{name}.{field}: {chosen!r} is none of {sorted(CLASSES)}")
        elif field in fields and not isinstance(fields[field], SHAPES.get(chosen, (object,))):
            wrong.append(f"{name}.{field}: a {type(fields[field]).__name__} cannot be {chosen!r}")
        elif chosen in {"code", "clear"} and about_people and PERSONAL & set(field.split("_")):
            wrong.append(f"{name}.{field} is called like something personal and is declared {chosen!r}")
    for sealed in getattr(table, "sealed_fields", ()):
        if sealed.partition(":")[0] not in SEALED_CLASSES or not sealed.partition(":")[2]:
            wrong.append(
                f"{name}: sealed field {sealed!r} must read class:name with a class of {sorted(SEALED_CLASSES)}"
            )
    if missing:
        wrong.append("\n".join([f"{name}.privacy lacks", *missing]))
    return wrong


@pytest.mark.requirement("R088", "P2")
def test_every_field_of_every_table_says_how_private_it_is(our_models):
    wrong = [line for table in our_models for line in unclassified(table)]
    assert not wrong, "\n" + "\n".join(wrong)


def _table(privacy: dict[str, str], sealed: tuple[str, ...] = (), **fields: Any) -> type[models.Model]:
    meta = type("Meta", (), {"app_label": "planted"})
    body = {"__module__": "wasl.people.models", "Meta": meta, "privacy": privacy, "sealed_fields": sealed}
    return type("Person", (models.Model,), {**body, "id": models.UUIDField(primary_key=True), **fields})


def test_a_new_field_that_nobody_classified_is_caught_with_a_line_to_paste(planted_apps):
    table = _table({"id": "ref"}, mother=models.TextField())
    assert unclassified(table) == ['wasl.people.models.Person.privacy lacks\n    "mother": "",']


def test_a_field_that_went_away_is_caught(planted_apps):
    assert unclassified(_table({"id": "ref", "gone": "code"})) == [
        "wasl.people.models.Person.gone is declared and does not exist"
    ]


def test_words_about_a_person_passed_off_as_a_code_are_caught(planted_apps):
    fields: dict[str, Any] = {"file_id": models.UUIDField(), "mother_name": models.TextField()}
    assert unclassified(_table({"id": "ref", "file_id": "ref", "mother_name": "code"}, **fields)) == [
        "wasl.people.models.Person.mother_name is called like something personal and is declared 'code'"
    ]


def test_a_date_passed_off_as_a_code_is_caught(planted_apps):
    assert unclassified(_table({"id": "ref", "born": "code"}, born=models.DateField()))


def test_a_sealed_column_that_is_not_ciphertext_is_caught(planted_apps):
    assert unclassified(_table({"id": "ref", "name": "sealed"}, name=models.CharField(max_length=40)))


def test_an_unknown_class_is_caught(planted_apps):
    assert unclassified(_table({"id": "public"}))


def test_a_sealed_field_of_no_known_class_is_caught(planted_apps):
    assert unclassified(_table({"id": "ref"}, sealed=("diary:page",)))


def test_fields_of_an_abstract_parent_are_declared_there_once(planted_apps):
    meta = type("Meta", (), {"abstract": True, "app_label": "planted"})
    parent = type("OfAFile", (models.Model,), {
        "__module__": "wasl.people.models", "Meta": meta, "privacy": {"file_id": "ref"}, "file_id": models.UUIDField(),
    })  # fmt: skip
    child_meta = type("Meta", (), {"app_label": "planted"})
    child = type("Member", (parent,), {
        "__module__": "wasl.people.models", "Meta": child_meta, "privacy": {"id": "ref"},
        "id": models.UUIDField(primary_key=True),
    })  # fmt: skip
    assert unclassified(child) == []
