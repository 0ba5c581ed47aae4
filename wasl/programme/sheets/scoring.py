"""scoring.toml and texts/ of a programme: its own cut-offs, bands, steps and safety items; words of a content pack.

Both may be absent: the library's cut-offs hold then, with the Iraqi ones where there are such. A programme changes a
number and says where it has it from; what is summed, and how, stays the instrument's.
"""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from wasl.programme.reading import Sheet
from wasl.programme.scoring import Library, Tool
from wasl.programme.scoring.parts import Known, read_bands, read_cutoff, read_flag, read_level
from wasl.programme.scoring.texts import Texts, read_texts

#: what a programme gives; everything else of an entry stays as the library has it
_CHANGES = {
    "cutoff": ("at_least", "at_most", "source"),
    "bands": ("bands", "source"),
    "flag": ("items", "from", "is", "source"),
    "level": ("steps", "source"),
}


def read(sheet: Sheet, library: Library) -> Mapping[str, Tool]:
    """The tools that this programme has changed."""
    changed: dict[str, Tool] = {}
    for key in _CHANGES:
        for entry in sheet.tables(key, required=False, named="tool"):
            code = entry.string("tool")
            entry.notes.declare(f"{key} of {code}", str(entry.data.get("code")), entry.file, entry.place)
            tool = changed.get(code) or library.tools.get(code)
            if tool is not None:
                changed[code] = _changed(entry, key, tool, library.written[code])
            elif code:
                known = ", ".join(library.tools)
                entry.fault("tool", "tool_unknown", f"there is no tool {code!r}.", f"Use one of: {known}.")
            entry.done()
    sheet.done()
    return changed


def _changed(entry: Sheet, key: str, tool: Tool, written: Mapping[str, Any]) -> Tool:
    """The tool with one entry of scoring.toml, read as if it stood in the library; as it was where that is wrong."""
    every = {"cutoff": tool.cutoffs, "bands": tool.bands, "flag": tool.flags, "level": tool.levels}
    parts: Mapping[str, Any] = every[key]
    merged = _merged(entry, key, written, parts)
    if merged is None:
        return tool
    known = Known(tool.items, {code: group.items for code, group in tool.groups.items()})
    known.scores, known.made_up = dict(tool.scores), tool.missing.rule == "prorate"
    if key == "cutoff":
        cutoff = read_cutoff(merged, known)
        return replace(tool, cutoffs=MappingProxyType({**tool.cutoffs, cutoff.code: cutoff}))
    if key == "bands":
        bands = read_bands(merged, known)
        return replace(tool, bands=MappingProxyType({**tool.bands, bands.code: bands}))
    if key == "level":
        level = read_level(merged, known)
        return replace(tool, levels=MappingProxyType({**tool.levels, level.code: level}))
    flag = read_flag(merged, known)
    return replace(tool, flags=MappingProxyType({**tool.flags, flag.code: flag}))


def texts(sheets: Mapping[str, Sheet], library: Library) -> Mapping[str, Texts]:
    """The words of a content pack, by tool."""
    found = {}
    for sheet in sheets.values():
        if sheet.data and (one := read_texts(sheet, library.tools, shipped=False)) is not None:
            found[one.tool] = one
    return found


def _merged(entry: Sheet, key: str, written: Mapping[str, Any], parts: Mapping[str, Any]) -> Sheet | None:
    """The library's entry with what the programme changes, to be read as if it stood there."""
    code = entry.string("code")
    original = next((one for one in written.get(key, []) if one.get("code") == code), None)
    if original is None:
        if code:
            known = (
                ", ".join(name for name, part in parts.items() if not getattr(part, "fixed", False)) or "none"
            )
            entry.fault(
                "code", f"{key}_unknown", f"this tool has no {key} {code!r}.", f"Use one of: {known}."
            )
        return None
    if original.get("fixed"):
        entry.fault(
            "code",
            "cutoff_fixed",
            f"{code!r} carries its value in its name.",
            "Change the one without a value in its name (positive, band).",
        )
        return None
    given = {name: entry.any_value(name) for name in _CHANGES[key] if entry.has(name)}
    kept = {name: value for name, value in original.items() if name not in ("source", "awaits")}
    if "any" in kept and key == "cutoff":
        entry.fault("code", "cutoff_joined", f"{code!r} joins several values.", "It cannot be changed here.")
        return None
    if {"at_least", "at_most"} & given.keys():
        kept = {name: value for name, value in kept.items() if name not in ("at_least", "at_most")}
    return Sheet(entry.notes, entry.file, entry.place, {**kept, **given})
