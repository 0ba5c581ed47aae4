"""docs/programme-folder.md: the keys of a programme's files, as its reader asks for them while it reads one."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest import mock

from tools.docs.words import table
from wasl.interfaces.cli.programme import vocabulary
from wasl.programme import load
from wasl.programme.reading import Sheet

PROGRAMME = Path(__file__).resolve().parents[2] / "programmes" / "iq-al-amal"
INTRODUCTION = """\
# The keys of a programme folder

Written by `make docs` from what the reader asks for while it reads `programmes/iq-al-amal`. `[]` stands for each table
of a list. `wasl programme check` tells every key that is missing, unknown or wrong, with its place and what to do.
A folder may have three more parts: `instruments/` (forms as spreadsheets, each with its twin in words:
[forms.md](forms.md)), `scoring.toml` (its own cut-offs) and `texts/` (words of instruments that came with a
permission): [scoring-files.md](scoring-files.md).
"""
EACH = re.compile(r"\[[^\]]*\]")
Asked = dict[str, dict[str, str]]


@contextmanager
def listening() -> Iterator[Asked]:
    """Which keys were asked for in which file, and of what kind each is."""
    asked: Asked = {}
    take, text = Sheet._take, Sheet.text

    def note(sheet: Sheet, key: str, kind: str) -> None:
        asked.setdefault(sheet.file, {}).setdefault(EACH.sub("[]", sheet.at(key)), kind)

    def heard(sheet: Sheet, key: str, kind: type, *, required: bool) -> Any:
        note(sheet, key, sheet._kind_name(kind))
        return take(sheet, key, kind, required=required)

    def worded(sheet: Sheet, key: str, *, required: bool = True) -> Any:
        note(sheet, key, "words in three languages")
        with mock.patch.object(Sheet, "_take", take):
            return text(sheet, key, required=required)

    with mock.patch.object(Sheet, "_take", heard), mock.patch.object(Sheet, "text", worded):
        yield asked


def page() -> str:
    with listening() as asked:
        load(PROGRAMME, vocabulary())
    parts = [INTRODUCTION]
    for file, keys in sorted(asked.items()):
        parts += [f"## {file}\n", table(["key", "is"], ([f"`{key}`", kind] for key, kind in keys.items()))]
    return "\n".join(parts)
