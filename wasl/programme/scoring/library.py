"""The tools that come with Wasl, read once; and a programme's own cut-offs on top of them.

A library file that is at fault is a fault of Wasl and stops everything that asks for it, with all its faults.
"""

import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from types import MappingProxyType
from typing import Any

from wasl.programme.findings import Finding, ProgrammeFaulty
from wasl.programme.notes import Notes
from wasl.programme.reading import Sheet
from wasl.programme.scoring.reading import read
from wasl.programme.scoring.texts import NoText, Texts, ToolText, read_texts
from wasl.programme.scoring.tool import Tool

SHORT_DIGEST = 10


@dataclass(frozen=True, slots=True)
class Library:
    """Tools by code, item texts by the code of their tool, and the tables of the files as they are written."""

    tools: Mapping[str, Tool]
    texts: Mapping[str, Texts]
    written: Mapping[str, Mapping[str, Any]]

    def find(self, name: str) -> Tool | None:
        """A tool by its code or by a name that papers and forms give it, however it is spaced and written."""
        wanted = _squeezed(name)
        for tool in self.tools.values():
            if wanted and wanted in map(_squeezed, (tool.code, tool.name, *tool.also)):
                return tool
        return None

    def text(self, tool: str, language: str) -> ToolText | NoText:
        """The words of a tool in a language, or why there are none here."""
        texts = self.texts.get(tool)
        if texts is not None:
            return texts.in_(language)
        return NoText(language, {"ask": "text_needs_permission", "programme": "text_in_programme"}.get(
            self.tools[tool].texts, "text_absent"
        ))  # fmt: skip

    def with_tools(self, tools: Mapping[str, Tool], texts: Mapping[str, Texts]) -> "Library":
        """The same with some tools and texts in another form."""
        return replace(
            self,
            tools=MappingProxyType({**self.tools, **tools}),
            texts=MappingProxyType({**self.texts, **texts}),
        )


@cache
def library() -> Library:
    """The library of this installation; raises ProgrammeFaulty with every fault of its files."""
    found, findings = read_library(files("wasl.programme.scoring"))
    if findings:
        raise ProgrammeFaulty("library", tuple(findings))
    return found


def read_library(folder: Traversable) -> tuple[Library, list[Finding]]:
    """Tools of `library/` and texts of `texts/` below a folder, and everything that is wrong with them."""
    notes = Notes()
    tools: dict[str, Tool] = {}
    written: dict[str, Mapping[str, Any]] = {}
    for name, content in _contents(folder / "library"):
        sheet = _sheet(notes, f"library/{name}", content)
        tool = read(sheet, hashlib.sha256(content).hexdigest()[:SHORT_DIGEST])
        if f"{tool.code}.toml" != name:
            sheet.fault(
                "code",
                "code_not_file",
                f"{tool.code!r} is not the file's name.",
                f"Rename it {tool.code}.toml.",
            )
        tools[tool.code], written[tool.code] = tool, sheet.data
    _same_names(notes, tools)
    texts: dict[str, Texts] = {}
    for name, content in _contents(folder / "texts"):
        found = read_texts(_sheet(notes, f"texts/{name}", content), tools, shipped=True)
        if found is not None:
            texts[found.tool] = found
    return Library(
        MappingProxyType(tools), MappingProxyType(texts), MappingProxyType(written)
    ), notes.findings


def _contents(folder: Traversable) -> list[tuple[str, bytes]]:
    if not folder.is_dir():
        return []
    found = [(file.name, file.read_bytes()) for file in folder.iterdir() if file.name.endswith(".toml")]
    return sorted(found)


def _sheet(notes: Notes, name: str, content: bytes) -> Sheet:
    data: dict[str, Any] = {}
    try:
        data = tomllib.loads(content.decode())
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        notes.fault(
            name, "", "toml_broken", f"the file is no TOML in UTF-8: {error}.", "Mend it; the rest is unread."
        )
    return Sheet(notes, name, "", data)


def _same_names(notes: Notes, tools: Mapping[str, Tool]) -> None:
    """A name leads to one tool."""
    seen: dict[str, str] = {}
    for tool in tools.values():
        for name in sorted({_squeezed(one) for one in (tool.code, tool.name, *tool.also)}):
            if name in seen:
                notes.fault(
                    f"library/{tool.code}.toml",
                    "also",
                    "name_twice",
                    f"the name {name!r} is that of {seen[name]} too.",
                    "Take it out of one of them.",
                )
            seen[name] = tool.code


def _squeezed(name: str) -> str:
    return "".join(letter for letter in name.casefold() if letter.isalnum())
