"""Copies of the al-Amal folder that a test may break, and a small writer of TOML for those that break it by machine."""

import datetime as dt
import json
import shutil
from pathlib import Path
from typing import Any

from wasl.programme import Finding, check

AL_AMAL = Path(__file__).resolve().parents[2] / "programmes" / "iq-al-amal"


class Folder:
    """A copy of a programme folder; `replace` breaks it in one place, `codes` says what the checker then finds."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @classmethod
    def copied_to(cls, place: Path) -> "Folder":
        shutil.copytree(AL_AMAL, place / "iq-al-amal")
        return cls(place / "iq-al-amal")

    def replace(self, file: str, old: str, new: str) -> "Folder":
        text = (self.path / file).read_text(encoding="utf-8")
        assert old in text, f"{file} no longer has {old!r}: the planted fault would plant nothing"
        (self.path / file).write_text(text.replace(old, new, 1), encoding="utf-8")
        return self

    def add(self, file: str, text: str) -> "Folder":
        with (self.path / file).open("a", encoding="utf-8") as out:
            out.write(text)
        return self

    def findings(self) -> list[Finding]:
        return check(self.path)

    def codes(self) -> set[str]:
        return {finding.code for finding in self.findings()}

    def only(self) -> Finding:
        """The one finding there is."""
        found = self.findings()
        assert len(found) == 1, [str(finding) for finding in found]
        return found[0]


def as_toml(data: dict[str, Any]) -> str:
    """The same table again, all values inline."""
    return "\n".join(f"{_key(key)} = {_value(value)}" for key, value in data.items()) + "\n"


def _key(key: str) -> str:
    return json.dumps(key, ensure_ascii=False)


def _value(value: Any) -> str:
    match value:
        case dict():
            return "{" + ", ".join(f"{_key(key)} = {_value(inner)}" for key, inner in value.items()) + "}"
        case list():
            return "[" + ", ".join(map(_value, value)) + "]"
        case dt.date():
            return value.isoformat()
    return json.dumps(value, ensure_ascii=False)
