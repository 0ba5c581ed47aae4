"""How every command answers: one JSON document on standard output with `--json`, else lines for people."""

import argparse
import json
import sys
from collections.abc import Iterable, Mapping
from typing import Any

DONE, NO, WRONG_USE = 0, 1, 2


def parser(name: str, description: str) -> argparse.ArgumentParser:
    """The parser of one command, with `--json` and the programme, which every command knows."""
    made = argparse.ArgumentParser(prog=f"wasl {name}", description=description)
    made.add_argument("--json", action="store_true", help="print one JSON document")
    return made


def for_a_home(name: str, description: str) -> argparse.ArgumentParser:
    """The parser of a command that works in a home: it takes the programme, since each has a home of its own."""
    made = parser(name, description)
    made.add_argument(
        "--programme", metavar="CODE", help="the programme, such as iq-al-amal; each has a home of its own"
    )
    return made


def port(text: str) -> int:
    """A port as an option: 0 takes a free one."""
    return _whole(text, 0, 65_535, "a port is a number up to 65535")


def count(text: str) -> int:
    """How many, as an option."""
    return _whole(text, 0, 10_000_000, "how many is a whole number")


def _whole(text: str, least: int, most: int, otherwise: str) -> int:
    if not (text.isascii() and text.isdecimal() and least <= int(text) <= most):
        raise argparse.ArgumentTypeError(otherwise)
    return int(text)


def answer(document: Mapping[str, Any], as_json: bool, lines: Iterable[str]) -> None:
    """Print the answer in the form that was asked for."""
    if as_json:
        print(json.dumps(document, ensure_ascii=False, default=str))
        return
    for line in lines:
        print(line)


def say(text: str) -> None:
    """What is being done, for whoever watches; never on standard output."""
    print(text, file=sys.stderr, flush=True)
