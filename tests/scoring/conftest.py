"""The programme that the grid must agree with, and a copy of it that a test may break."""

from pathlib import Path

import pytest

from tests.programme.folders import AL_AMAL, Folder
from wasl.programme import Programme, load


@pytest.fixture(scope="session")
def programme() -> Programme:
    return load(AL_AMAL)


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder.copied_to(tmp_path)
