"""A copy of the al-Amal folder for tests that break it, and the programme itself for those that read it."""

from functools import cache
from pathlib import Path

import pytest

from tests.programme.folders import AL_AMAL, Folder
from wasl.programme import Programme, consistency, load
from wasl.programme.forbidden import check_name

_asked_once = cache(check_name)


@pytest.fixture(autouse=True)
def words_are_looked_up_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A broken copy has the same two thousand words as the whole one; each is held against the lexicon once."""
    monkeypatch.setattr(consistency, "check_name", _asked_once)


@pytest.fixture(scope="session")
def programme() -> Programme:
    return load(AL_AMAL)


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder.copied_to(tmp_path)
