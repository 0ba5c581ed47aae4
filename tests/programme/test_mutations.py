"""However a folder is broken, the checker answers with findings and never with an error of its own."""

import copy
import datetime as dt
import tomllib
from collections.abc import Iterator
from functools import cache
from types import SimpleNamespace
from typing import Any

import pytest

import wasl.programme.folder
from tests.programme.folders import AL_AMAL, Folder, as_toml
from wasl.programme import consistency
from wasl.programme.folder import FILES
from wasl.programme.places import Places

Path_ = tuple[str | int, ...]


@pytest.fixture(autouse=True)
def only_what_changed_is_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hundreds of broken copies differ in one file each: the rest is parsed once, the lexicon tested elsewhere."""
    monkeypatch.setattr(consistency, "check_name", lambda text: None)
    monkeypatch.setattr(Places, "load", cache(Places.load))
    parse = SimpleNamespace(loads=cache(tomllib.loads), TOMLDecodeError=tomllib.TOMLDecodeError)
    monkeypatch.setattr(wasl.programme.folder, "tomllib", parse)


def places_of(data: Any, path: Path_ = (), kinds: frozenset[str] = frozenset()) -> Iterator[Path_]:
    """One path for each kind of place: of a list only the first entry that has the key is taken."""
    if isinstance(data, dict):
        for key, value in data.items():
            yield (*path, key)
            yield from places_of(value, (*path, key))
    elif isinstance(data, list) and data and isinstance(data[0], dict):
        seen: set[str] = set()
        for number, entry in enumerate(data):
            for found in places_of(entry, (*path, number)):
                shape = ".".join(str(part) for part in found[len(path) + 1 :] if isinstance(part, str))
                if shape not in seen:
                    seen.add(shape)
                    yield found


def holder_of(data: Any, path: Path_) -> Any:
    for part in path[:-1]:
        data = data[part]
    return data


@pytest.mark.parametrize("file", FILES)
def test_a_value_of_another_type_is_found_at_every_place(folder: Folder, file):
    whole = tomllib.loads((AL_AMAL / file).read_text(encoding="utf-8"))
    unseen = []
    for path in places_of(whole):
        data = copy.deepcopy(whole)
        holder = holder_of(data, path)
        holder[path[-1]] = [dt.date(2026, 1, 1)] if not isinstance(holder[path[-1]], list) else 7
        (folder.path / file).write_text(as_toml(data), encoding="utf-8")
        if not any(finding.file == file for finding in folder.findings()):
            unseen.append(path)
    assert unseen == []


@pytest.mark.parametrize("file", FILES)
def test_a_key_that_nobody_knows_is_found_in_every_table(folder: Folder, file):
    whole = tomllib.loads((AL_AMAL / file).read_text(encoding="utf-8"))
    unseen = []
    for path in [(), *places_of(whole)]:
        data = copy.deepcopy(whole)
        table = holder_of(data, (*path, "")) if path else data
        if isinstance(table, dict):
            table["zzz"] = 1
            (folder.path / file).write_text(as_toml(data), encoding="utf-8")
            if not any("zzz" in finding.place for finding in folder.findings()):
                unseen.append(path)
    assert unseen == []


@pytest.mark.parametrize("file", FILES)
def test_taking_away_any_key_never_breaks_the_checker(folder: Folder, file):
    """An optional key may go; a needed one is found; nothing raises."""
    whole = tomllib.loads((AL_AMAL / file).read_text(encoding="utf-8"))
    found = 0
    for path in places_of(whole):
        data = copy.deepcopy(whole)
        del holder_of(data, path)[path[-1]]
        (folder.path / file).write_text(as_toml(data), encoding="utf-8")
        found += bool(folder.findings())
    assert found > 0
