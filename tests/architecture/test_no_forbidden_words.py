"""What Wasl has no field for cannot come in by a name: of a field, a code, an address, a file or a word on a page.

The lexicon and its allow-list are the programme room's (`wasl/programme/forbidden.toml`); here it is held against
everything that we ourselves have named.
"""

import ast
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.architecture.sources import ROOT, files, place, tree_of
from wasl.programme.forbidden import check_name

#: files whose matter is the lexicon itself
ABOUT_IT = {"forbidden.py", "forbidden.toml"}
#: names of ours that contain such a word and mean something else
OTHER_MEANING = {"not_wanted": "help that the person does not want"}


def code_names(root: Path) -> Iterator[tuple[str, str]]:
    """(place, name) of modules, classes, enum members with their values, and class attributes such as table fields."""
    for path in files(root / "wasl", ".py"):
        if path.name in ABOUT_IT:
            continue
        yield place(path, root), path.stem
        for node in ast.walk(tree_of(path)):
            if not isinstance(node, ast.ClassDef):
                continue
            yield place(path, root, node.lineno), node.name
            for line in node.body:
                targets = line.targets if isinstance(line, ast.Assign) else [getattr(line, "target", None)]
                for target in targets:
                    if isinstance(target, ast.Name):
                        yield place(path, root, line.lineno), target.id
                        value = getattr(line, "value", None)
                        if isinstance(value, ast.Constant) and isinstance(value.value, str):
                            yield place(path, root, line.lineno), value.value


def page_words(root: Path) -> Iterator[tuple[str, str]]:
    """(place, text) of the catalogues: every word that a page can show, in the three languages."""
    from babel.messages.pofile import read_po

    for path in sorted((root / "wasl" / "locale").glob("*/LC_MESSAGES/*.po")):
        with path.open("rb") as source:
            for message in read_po(source):
                for side in (message.id, message.string):
                    for text in [side] if isinstance(side, str) else side or ():
                        yield place(path, root), text


def programme_keys(root: Path) -> Iterator[tuple[str, str]]:
    """(place, key) of every table and key in the programme folders."""

    def keys(value: Any) -> Iterator[str]:
        if isinstance(value, dict):
            for key, inner in value.items():
                yield key
                yield from keys(inner)
        elif isinstance(value, list):
            for inner in value:
                yield from keys(inner)

    for path in files(root / "programmes", ".toml") if (root / "programmes").is_dir() else ():
        yield place(path, root), path.stem
        for key in keys(tomllib.loads(path.read_text(encoding="utf-8"))):
            yield place(path, root), key


def forbidden(named: Iterator[tuple[str, str]]) -> list[str]:
    return [
        f"{where}: {name!r} is about {found.code}"
        for where, name in named
        if name.lower() not in OTHER_MEANING and (found := check_name(name))
    ]


@pytest.mark.requirement("R002", "R009", "R016", "R017", "R026", "R062", "R095", "R109", "R112", "P11")
def test_nothing_in_the_code_is_named_after_what_may_not_exist():
    assert forbidden(code_names(ROOT)) == []


@pytest.mark.requirement("R007", "P11")
def test_no_page_shows_a_forbidden_word():
    assert forbidden(page_words(ROOT)) == []


@pytest.mark.requirement("R017", "R106", "P11")
def test_no_programme_has_a_key_for_what_may_not_exist():
    assert forbidden(programme_keys(ROOT)) == []


def test_a_forbidden_table_field_enum_value_and_module_are_caught(tmp_path):
    room = tmp_path / "wasl" / "people"
    room.mkdir(parents=True)
    (room / "models.py").write_text("class Person(Model):\n    tribe = TextField()\n")
    (room / "enums.py").write_text('class Kind(StrEnum):\n    LOW = "low_risk"\n')
    (room / "screening.py").write_text("")
    found = forbidden(code_names(tmp_path))
    assert [line.partition(":")[0] for line in found] == [
        "wasl/people/enums.py", "wasl/people/models.py", "wasl/people/screening.py",
    ]  # fmt: skip


def test_a_forbidden_word_on_a_page_is_caught(tmp_path):
    folder = tmp_path / "wasl" / "locale" / "ar" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "django.po").write_text('msgid "Status"\nmsgstr "الموقف الأمني"\n', encoding="utf-8")
    assert len(forbidden(page_words(tmp_path))) == 1


def test_a_forbidden_key_in_a_programme_is_caught(tmp_path):
    folder = tmp_path / "programmes" / "some"
    folder.mkdir(parents=True)
    (folder / "1-entry.toml").write_text('[[question]]\nallegiance = "yes"\n')
    assert len(forbidden(programme_keys(tmp_path))) == 1
