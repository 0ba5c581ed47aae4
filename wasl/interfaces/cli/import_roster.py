"""`wasl import-roster`: a list of families as a ministry sends it, from the file to the files.

Works while nothing runs and while `wasl serve` does. The file is read in this process and not kept; who is known
already is asked of the vault, which alone can read the names of earlier lists.
"""

import argparse
import re
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wasl.interfaces.cli import processes
from wasl.interfaces.cli.answers import DONE, NO, WRONG_USE, answer, for_a_home, say
from wasl.interfaces.cli.boot import Instance
from wasl.interfaces.cli.preparing import prepare, ready_for
from wasl.kernel.text import LANGUAGES
from wasl.runtime.faults import Fault
from wasl.runtime.oneshot import running

if TYPE_CHECKING:
    from wasl.access.actor import Actor
    from wasl.phases.entry_assessment.importer import Expected, Roster, RosterError
    from wasl.phases.entry_assessment.selectors.comparing import ComparisonCard, Proposal
    from wasl.phases.entry_assessment.services.rosters import Imported

CLERK = "intake"
FOLLOW_SECONDS = 10.0


def run(argv: Sequence[str]) -> int:
    try:
        given = _parser().parse_args(list(argv))
    except SystemExit as stop:  # argparse has said why on standard error, or printed its help
        return DONE if not stop.code else WRONG_USE
    if bool(given.file) == bool(given.undo):
        say("wasl import-roster: give a file, or --undo and the name of an import")
        return WRONG_USE
    if given.file and not given.file.is_file():
        say(f"wasl import-roster: there is no file {given.file}")
        return WRONG_USE
    instance = Instance.locate(programme=given.programme)
    instance.must_be_made()
    if (
        not ready_for(instance) and not instance.served
    ):  # pages are left as they are while somebody reads them
        prepare(instance, say)
    with running(
        instance.home, instance.settings, ("postgres", "vault"), lambda base: processes.vault(instance, base)
    ):
        with instance.django_as("owner"):
            username = given.by or _clerk()
        with instance.django_as("web"):
            return _undo(given, username) if given.undo else _import(given, username)


def _import(given: argparse.Namespace, username: str) -> int:
    from wasl.access.policy import programme
    from wasl.kernel.clock import today
    from wasl.phases.entry_assessment.importer import read_expected, read_roster
    from wasl.phases.entry_assessment.services.comparing import comparison_end
    from wasl.phases.entry_assessment.services.uploads import possible_duplicates

    by, read = _actor(username), read_expected if given.expected else read_roster
    found = read(given.file, given.file.name, today=today(), places=programme().places)
    done = _expect(given, by, found) if given.expected else _take(given, by, found)  # type: ignore[arg-type]
    compared = [] if given.dry_run else _compared(by)
    own = [one for card, pairs in compared if card.batch == done.batch for one in pairs]
    if own:
        done = replace(done, proposals=tuple(own))
    if done.created_families and not given.dry_run:
        _wait_for_the_vault(by, done, found)
    document = _document(given, by, found, done)
    document["earlier"] = [
        {"batch": card.label, "possible_duplicates": possible_duplicates(pairs)}
        for card, pairs in compared
        if card.batch != done.batch
    ]
    answer(document, given.json, _lines(document))
    for card, _pairs in compared:
        comparison_end(comparison=card.ref, by=by)
    return NO if document["errors"] else DONE


def _compared(by: "Actor") -> "list[tuple[ComparisonCard, tuple[Proposal, ...]]]":
    """Who of the list may be known already, and of any earlier one whose comparison was stopped."""
    from wasl.access.work import unit_of_work
    from wasl.phases.entry_assessment.selectors import comparing
    from wasl.phases.entry_assessment.services.comparing import comparison_go_on

    with unit_of_work(by.token):
        waiting = comparing.left_over(viewer=by)
    with _told():
        for card in waiting:
            while comparison_go_on(comparison=card.ref, by=by):
                continue
    with unit_of_work(by.token):
        over = [card for card in comparing.left_over(viewer=by) if card.over]
        return [(card, comparing.proposals(card.ref, viewer=by)) for card in over]


def _take(given: argparse.Namespace, by: "Actor", roster: "Roster") -> "Imported":
    from wasl.access.work import unit_of_work
    from wasl.journey.services.arrivals import files_begin
    from wasl.phases.entry_assessment.services import rosters

    with _told(), unit_of_work(by.token):
        done = rosters.roster_import(
            roster=roster, role=_role(by), by=by, label=given.batch or "", arrived_on=given.arrived,
            dry_run=given.dry_run,
        )  # fmt: skip
        if done.files and not given.dry_run:
            files_begin(files=done.files, by=by)
        return done


def _expect(given: argparse.Namespace, by: "Actor", expected: "Expected") -> "Imported":
    from wasl.access.selectors import staff
    from wasl.access.work import unit_of_work
    from wasl.phases.entry_assessment.services.expected import expected_import

    role = _role(by)
    with unit_of_work(by.token):
        desk = [
            one.account for one in staff([role], viewer=by) if one.team in by.teams and one.account != by.ref
        ]
    with _told():
        return expected_import(
            expected=expected, role=role, by=by, label=given.batch or "", colleagues=desk, expected_on=given.arrived,
            dry_run=given.dry_run,
        )  # fmt: skip


def _undo(given: argparse.Namespace, username: str) -> int:
    from wasl.phases.entry_assessment.services.rosters import roster_undo

    with _told():
        gone = roster_undo(batch=given.undo, by=_actor(username))
    answer(
        {"undone": given.undo, "families": gone}, given.json, [f"{gone} families of {given.undo} are gone."]
    )
    return DONE


def _told() -> Any:
    """A refusal as a line at the terminal."""
    from wasl.interfaces.cli.telling import refusals_told

    return refusals_told()


def _actor(username: str) -> "Actor":
    from wasl.access.services import command_actor
    from wasl.kernel.errors import NotFound

    try:
        return command_actor(username)
    except NotFound:
        raise Fault(f"There is no account {username}.", "Name one with --by.") from None


def _roles() -> list[str]:
    """The roles that may import, as the programme has them."""
    from wasl.access.enums import Action
    from wasl.access.policy import programme

    return [code for code, role in programme().roles.items() if role.may(Action.ROSTER_IMPORT)]


def _role(by: "Actor") -> str:
    return next((role for role in _roles() if role in by.roles), "")


def _clerk() -> str:
    """Who imports when nobody is named. A practice instance without a clerk gets one that nobody can sign in as."""
    from django.conf import settings

    from wasl.access import founding
    from wasl.interfaces.cli import house
    from wasl.interfaces.cli.preparing import one_time_password

    roles = _roles()
    there = founding.holders(roles)
    if not settings.WASL_PRACTICE:
        raise Fault("A list of real people is imported by somebody.", "Name who does it with --by.")
    if there:
        return there[0]
    if not roles:
        raise Fault("No role of this programme may import a list.", "Give one the action roster.import.")
    made = house.organisation()
    team = next(iter(made.teams))
    site = next(iter(made.sites))
    new = founding.NewAccount(CLERK, CLERK, one_time_password(), practice=True)
    founding.found_account(new=new, posts=[founding.Post(roles[0], made.teams[team], made.sites[site])])
    say(f"made the account {CLERK}, since nobody here could import a list yet")
    return CLERK


def _wait_for_the_vault(by: "Actor", done: "Imported", found: "Roster | Expected") -> None:
    """The vault follows what is committed; a moment later the same list given again is recognised."""
    from wasl.access.work import unit_of_work
    from wasl.phases.entry_assessment.importer import RosterFamily
    from wasl.phases.entry_assessment.selectors.arrivals import followed
    from wasl.phases.entry_assessment.services.expected import expected_document
    from wasl.phases.entry_assessment.services.taking import document

    last = found.families[-1]
    asked = document(last) if isinstance(last, RosterFamily) else expected_document(last)
    pause, until = 0.1, time.monotonic() + FOLLOW_SECONDS
    while time.monotonic() < until:
        with unit_of_work(by.token):
            if followed(done.batch, asked, viewer=by):
                return
        time.sleep(pause)
        pause *= 2


def _document(
    given: argparse.Namespace, by: "Actor", found: "Roster | Expected", done: "Imported"
) -> dict[str, Any]:
    from wasl.phases.entry_assessment.services.uploads import report_of

    errors = sorted((*found.errors, *done.errors), key=lambda error: error.row)
    return report_of(found, done) | {
        "errors": [_fault(error, given.language) for error in errors],
        "by": by.username,
        "expected": bool(given.expected),
        "dry_run": bool(given.dry_run),
    }


def _fault(error: "RosterError", language: str) -> dict[str, Any]:
    """A fault with its sentence in the language asked for, and in all three for whoever passes the list back."""
    from django.utils.translation import override

    from wasl.phases.entry_assessment.labels import fault

    said = {}
    for lang in LANGUAGES:
        with override(lang):
            said[lang] = fault(error.code, error.row, error.column)
    told = {"row": error.row, "column": error.column, "code": error.code}
    return {**told, "message": said[language], "messages": said}


def _lines(document: dict[str, Any]) -> list[str]:
    would = "would be " if document["dry_run"] else ""
    lines = [
        f"{document['families']} families with {document['people']} people in the list; "
        f"{document['created_families']} families with {document['created_people']} people {would}added "
        f"(import {document['batch']}, by {document['by']}).",
    ]
    lines += [f"Column refused and not read: {name}" for name in document["refused_columns"]]
    lines += [f"Column not kept: {name}" for name in document["ignored_columns"]]
    lines += [f"Sheet not read: {name}" for name in document["unread_sheets"]]
    lines += [f"{e['message']} ({e['code']})" for e in document["errors"]]
    if document["skipped_families"]:
        lines.append(
            f"{document['skipped_families']} families were left out; correct the list and import it again."
        )
    lines += _may_be("Family", document["possible_duplicates"])
    for one in document["earlier"]:
        lines += _may_be(f"Import {one['batch']}, family", one["possible_duplicates"])
    return lines


def _may_be(whose: str, pairs: list[dict[str, Any]]) -> list[str]:
    return [
        f"{whose} {one['family']}, line {one['person']}: may be "
        + ", ".join(f"{match['reference']} ({match['score']:.2f})" for match in one["matches"])
        for one in pairs
    ]


def _day(text: str) -> date:
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        raise argparse.ArgumentTypeError("write the day as YYYY-MM-DD")
    return date.fromisoformat(text)


def _parser() -> argparse.ArgumentParser:
    options = for_a_home("import-roster", "Import a list of families (CSV or XLSX) as ministries send it.")
    options.add_argument("file", nargs="?", type=Path, metavar="FILE")
    options.add_argument("--dry-run", action="store_true", help="say what would be done, and do nothing")
    options.add_argument(
        "--expected", action="store_true", help="a list sent before arrival: keep only head, count and ages"
    )
    options.add_argument("--batch", metavar="NAME", help="the import to compare with and to add to")
    options.add_argument(
        "--language",
        choices=LANGUAGES,
        default="en",
        help="the language in which faults of the list are told",
    )
    options.add_argument("--by", metavar="USER", help="the account that imports (else an intake clerk)")
    options.add_argument("--arrived", type=_day, metavar="DAY", help="the day of arrival, if not today")
    options.add_argument(
        "--undo", metavar="BATCH", help="take an import back whole, while nobody has worked on it"
    )
    return options
