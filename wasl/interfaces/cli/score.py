"""`wasl score`: scores one instrument from its answers and stores nothing, without starting Django.

Answers are given as a list in the order of the items or as an object (`wasl score --help` names the tools); null is an
unanswered item. An incomplete form is answered too: with the reason why it is not scored, and with its flags.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from wasl.interfaces.cli.answers import DONE, WRONG_USE, answer, parser
from wasl.kernel.errors import Invalids
from wasl.programme.scoring import Library, Result, Tool, library, score
from wasl.programme.scoring.words import say

#: faults of one item; the others are about the form as a whole
OF_AN_ITEM = ("answer_wrong", "item_unknown")


def run(argv: Sequence[str]) -> int:
    """Score one form; wrong use is told on standard error, item by item."""
    tools = library()
    try:
        asked = _parser(tools).parse_args(list(argv))
    except SystemExit as stop:  # argparse has said why on standard error, or printed its help
        return DONE if not stop.code else WRONG_USE
    tool = tools.find(asked.tool)
    if tool is None:
        return _wrong(f"there is no tool {asked.tool!r}; there are: {_names(tools)}")
    try:
        given = json.loads(asked.answers if asked.answers is not None else _read(asked.file))
    except (OSError, UnicodeDecodeError) as error:
        return _wrong(f"{asked.file} cannot be read: {getattr(error, 'strerror', '') or 'it is not UTF-8'}")
    except (ValueError, RecursionError) as error:
        return _wrong(f"the answers are no JSON: {error}. Write a list such as [0, 1, null] or an object.")
    try:
        result = score(tool, given)
    except Invalids as faults:
        return _faulty(tool, faults, as_json=asked.json)
    document = _document(result)
    answer(document, asked.json, _lines(result, document))
    return DONE


def _read(file: str) -> str:
    return sys.stdin.read() if file == "-" else Path(file).read_text(encoding="utf-8")


def _document(result: Result) -> dict[str, Any]:
    """The keys of the scoring file, and what else there is to know of this form."""
    return {
        "tool": result.tool.code,
        "edition": f"{result.tool.code}@{result.tool.edition}",
        **result.values,
        "scored": result.scored,
        "reason": "; ".join(say(one.code, one.facts) for one in result.reasons) or None,
        "missing": list(result.missing),
        "prorated": result.prorated,
        "opens": list(result.opens),
        "says": [say(advice) for advice in result.says],
        "notes": [say(note.code, note.facts) for note in result.notes],
    }


def _lines(result: Result, document: dict[str, Any]) -> Iterator[str]:
    yield result.tool.name
    for key in result.values:
        value = document[key]
        yield f"  {key}: {'-' if value is None else json.dumps(value) if isinstance(value, bool) else value}"
    if document["reason"]:
        yield f"  {document['reason']}"
    if result.prorated:
        yield f"  made up for unanswered items: {', '.join(result.missing)}"
    for note in document["notes"]:
        yield f"  {note}"
    for told in (*result.opens, *result.says):
        yield f"  {say(told)}"


def _faulty(tool: Tool, faults: Invalids, *, as_json: bool) -> int:
    errors = [{"item": one.field, "code": one.code, "message": say(one.code, one.facts)} for one in faults]
    for one in errors:
        item = f", item {one['item']}" if one["code"] in OF_AN_ITEM else ""
        print(f"wasl score: {tool.name}{item}: {one['message']}", file=sys.stderr)
    if as_json:
        print(json.dumps({"tool": tool.code, "errors": errors}, ensure_ascii=False))
    return WRONG_USE


def _wrong(message: str) -> int:
    print(f"wasl score: {message}", file=sys.stderr)
    return WRONG_USE


def _names(tools: Library) -> str:
    return ", ".join(tool.name for tool in tools.tools.values())


def _parser(tools: Library) -> argparse.ArgumentParser:
    made = parser("score", "Score one instrument from its answers; nothing is stored.")
    made.add_argument("tool", metavar="TOOL", help=f"one of: {_names(tools)}")
    given = made.add_mutually_exclusive_group(required=True)
    given.add_argument(
        "--answers", metavar="JSON", help="a list in the order of the items, or an object; null is unanswered"
    )
    given.add_argument("--file", metavar="F", help="a file with the same; - is standard input")
    return made
