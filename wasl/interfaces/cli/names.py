"""`wasl names`: the normal forms of a name part, without starting Django, so that it answers at once."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from typing import Any

from wasl.kernel import names

DONE, NO, WRONG_USE = 0, 1, 2


def run(argv: Sequence[str]) -> int:
    """`key NAME` or `compare A B`; the exit code 1 says that the two are not even alike."""
    try:
        asked = _parser().parse_args(list(argv))
    except SystemExit as stop:  # argparse has said why on standard error, or printed its help
        return DONE if not stop.code else WRONG_USE
    parts = [asked.name] if asked.what == "key" else [asked.a, asked.b]
    if not all(names.normal(part) for part in parts):
        print("wasl names: a name needs at least one letter", file=sys.stderr)
        return WRONG_USE
    if asked.what == "key":
        _print(_key(asked.name, asked.laqab), asked.json)
        return DONE
    answer = _compare(asked.a, asked.b, asked.laqab)
    _print(answer, asked.json)
    return DONE if answer["exact"] or answer["loose"] else NO


def _key(name: str, laqab: bool) -> dict[str, Any]:
    return {
        "exact": names.normal(name, laqab),
        "loose": names.loose(name, laqab),
        "latin": names.latin(name, laqab),
    }


def _compare(a: str, b: str, laqab: bool) -> dict[str, Any]:
    return {
        "exact": names.same_exact(a, b, laqab),
        "loose": names.same_loose(a, b, laqab),
        "similarity": round(names.similarity(a, b, laqab), 4),
    }


def _print(answer: dict[str, Any], as_json: bool) -> None:
    if as_json:
        print(json.dumps(answer, ensure_ascii=False))
        return
    for word, value in answer.items():
        print(f"{word}: {value}")


def _parser() -> argparse.ArgumentParser:
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument(
        "--laqab", action="store_true", help="the part is a laqab: its first ال does not count"
    )
    shared.add_argument(
        "--json", action="store_true", default=argparse.SUPPRESS, help="print one JSON document"
    )
    parser = argparse.ArgumentParser(prog="wasl names", description="Normal forms of one part of a name.")
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    what = parser.add_subparsers(dest="what", required=True)
    key = what.add_parser("key", parents=[shared], help="the forms by which a name is found")
    key.add_argument("name")
    compare = what.add_parser("compare", parents=[shared], help="whether two spellings are one name")
    compare.add_argument("a")
    compare.add_argument("b")
    return parser
