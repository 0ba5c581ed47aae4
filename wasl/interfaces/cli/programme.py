"""`wasl programme`: which programmes there are, everything to put right in one, and its forms, without starting Django.

The words that a programme may use (actions, closed lists) are those that the rooms really have; this is the one place
that brings rooms and checker together.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from wasl.access.enums import Action
from wasl.casefile.enums import DocumentState, Level, NoGoalReason, WaitingReason
from wasl.interfaces.cli import programme_forms
from wasl.programme import STANDARD, Finding, ProgrammeFaulty, Vocabulary, check, load

DONE, FINDINGS, WRONG_USE = 0, 1, 2
PROGRAMMES = Path(__file__).resolve().parents[3] / "programmes"


def vocabulary() -> Vocabulary:
    """What the rooms of this installation know."""
    return STANDARD.with_rooms(
        actions=Action,
        closed={
            "level": Level,
            "waiting_reason": WaitingReason,
            "document_state": DocumentState,
            "reason_without_goal": NoGoalReason,
        },
    )


def run(argv: Sequence[str], programmes: Path = PROGRAMMES) -> int:
    """`list`, `check CODE|DIR`, `twin CODE|DIR` or `form SHEET`; exit code 1: there is something to put right."""
    try:
        asked = _parser().parse_args(list(argv))
    except SystemExit as stop:  # argparse has said why on standard error, or printed its help
        return DONE if not stop.code else WRONG_USE
    if asked.what == "list":
        return _list(programmes, as_json=asked.json)
    if asked.what == "form":
        return programme_forms.check_one(
            asked.sheet, asked.since, own=asked.own, words=asked.words, as_json=asked.json
        )
    folder = _folder(asked.programme, programmes)
    if folder is None:
        known = ", ".join(path.name for path in _folders(programmes))
        print(
            f"wasl programme: no programme {asked.programme!r} and no such folder; there is: {known}",
            file=sys.stderr,
        )
        return WRONG_USE
    if asked.what == "twin":
        return programme_forms.write_twins(folder, as_json=asked.json)
    return _check(folder, as_json=asked.json)


def _folders(programmes: Path) -> list[Path]:
    return sorted(path.parent for path in programmes.glob("*/programme.toml"))


def _folder(named: str, programmes: Path) -> Path | None:
    """The programme of this code, else the folder of this path (a path is told by its separator or by being there)."""
    by_code = programmes / named
    if Path(named).name == named and by_code.is_dir():
        return by_code
    by_path = Path(named).resolve()
    return by_path if by_path.is_dir() else None


def _list(programmes: Path, *, as_json: bool) -> int:
    found = [_describe(folder) for folder in _folders(programmes)]
    if as_json:
        print(json.dumps({"programmes": found}, ensure_ascii=False))
    else:
        for one in found:
            state = f"{one['faults']} fault(s)" if one["faults"] else one["edition"]
            print(f"{one['code']}: {one['name']['en'] or '-'} ({state})")
    return FINDINGS if any(one["faults"] for one in found) else DONE


def _describe(folder: Path) -> dict[str, Any]:
    try:
        programme = load(folder, vocabulary())
    except ProgrammeFaulty as faulty:
        nameless = {"ar": "", "ckb": "", "en": ""}
        return {
            "code": folder.name,
            "name": nameless,
            "edition": None,
            "digest": None,
            "faults": len(faulty.findings),
        }
    name = {language: programme.name.in_(language) for language in ("ar", "ckb", "en")}
    return {
        "code": programme.code,
        "name": name,
        "edition": programme.edition,
        "digest": programme.digest,
        "faults": 0,
    }


def _check(folder: Path, *, as_json: bool) -> int:
    findings = check(folder, vocabulary())
    if as_json:
        print(json.dumps({"findings": [finding.as_json() for finding in findings]}, ensure_ascii=False))
    else:
        _print(folder, findings)
    return FINDINGS if findings else DONE


def _print(folder: Path, findings: list[Finding]) -> None:
    for finding in findings:
        print(f"{finding.severity:8}{finding}  [{finding.code}]")
    print(f"{folder.name}: {len(findings) or 'nothing'} to put right")


def _parser() -> argparse.ArgumentParser:
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument(
        "--json", action="store_true", default=argparse.SUPPRESS, help="print one JSON document"
    )
    parser = argparse.ArgumentParser(
        prog="wasl programme", description="Programme folders and what is wrong in them."
    )
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    what = parser.add_subparsers(dest="what", required=True)
    what.add_parser("list", parents=[shared], help="the programmes that are here")
    checks = what.add_parser("check", parents=[shared], help="everything to put right in one programme")
    checks.add_argument("programme", metavar="CODE|DIR")
    twins = what.add_parser("twin", parents=[shared], help="write the forms of a programme in words")
    twins.add_argument("programme", metavar="CODE|DIR")
    form = what.add_parser("form", parents=[shared], help="whether one XLSForm from anywhere works here")
    form.add_argument("sheet", metavar="SHEET.xlsx", type=Path)
    form.add_argument(
        "--since", metavar="OLD.xlsx", type=Path, help="tell what has changed since this version"
    )
    form.add_argument("--own", action="store_true", help="hold it to the rules of a programme folder")
    form.add_argument("--words", action="store_true", help="print the form in words")
    return parser
