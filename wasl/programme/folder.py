"""Loads a programme folder, or says everything that is wrong with it.

Every file is read even when another is broken. Names that the rooms above own (actions, facts) come in with the
vocabulary; everything else must be declared in the folder itself.
"""

import hashlib
import re
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path

from wasl.kernel.errors import Invalids
from wasl.programme import consistency, rules_fit
from wasl.programme.findings import Finding, ProgrammeFaulty
from wasl.programme.forms.folder import FormFile, Forms, read_folder
from wasl.programme.notes import Notes
from wasl.programme.places import Places
from wasl.programme.programme import Programme
from wasl.programme.reading import Sheet
from wasl.programme.scoring import Library, library
from wasl.programme.sheets import (
    aftercare,
    calendar,
    documents,
    domains,
    entry,
    header,
    leaving,
    protection,
    raising,
    rehabilitation,
    roles,
    scoring,
    week,
)
from wasl.programme.vocabulary import STANDARD, Vocabulary

FILES = (
    "programme.toml",
    "roles.toml",
    "domains.toml",
    "1-entry.toml",
    "2-rehabilitation.toml",
    "3-exit.toml",
    "4-aftercare.toml",
    "calendar.toml",
    "documents.toml",
    "week.toml",
    "protection.toml",
)
#: what a programme may do without
OPTIONAL = ("scoring.toml", "rules.toml")
COUNTED = (".toml", ".csv", ".xlsx", ".typ")
_POSITION = re.compile(r"at line (\d+), column (\d+)")


def load(path: Path, vocabulary: Vocabulary = STANDARD) -> Programme:
    """The programme in this folder; raises ProgrammeFaulty with all faults. Warnings do not keep it from loading.

    Its forms are read when the first of them is asked for; `check` reads them at once.
    """
    programme, findings = _read(path, vocabulary, Forms)
    faults = tuple(finding for finding in findings if finding.severity == "fault")
    if programme is None or faults:
        raise ProgrammeFaulty(path.name, faults)
    return programme


def check(path: Path, vocabulary: Vocabulary = STANDARD) -> list[Finding]:
    """Everything there is to put right, file by file."""
    notes = Notes()
    findings = _read(path, vocabulary, lambda folder, instruments: read_folder(folder, notes, instruments))[1]
    return findings + notes.findings


def digest(path: Path) -> str:
    """SHA-256 over names and contents of the folder's files, in the order of their names."""
    total = hashlib.sha256()
    for file in sorted(_counted_files(path), key=lambda file: file.relative_to(path).as_posix()):
        content = file.read_bytes()
        total.update(f"{file.relative_to(path).as_posix()}\0{len(content)}\0".encode())
        total.update(content)
    return total.hexdigest()


def _counted_files(path: Path) -> list[Path]:
    return [file for file in path.rglob("*") if file.is_file() and file.suffix in COUNTED]


def _read(
    path: Path, vocabulary: Vocabulary, forms: Callable[[Path, Library], Mapping[str, FormFile]]
) -> tuple[Programme | None, list[Finding]]:
    notes = Notes()
    if not path.is_dir():
        notes.fault(path.name, "", "folder_missing", "there is no such folder.", "Check the path.")
        return None, notes.findings
    for action in vocabulary.actions:
        notes.declare("action", action, "", "")
    for klass in vocabulary.classes:
        notes.declare("class", klass, "", "")
    for phase in header.PHASES:
        notes.declare("phase", phase, "", "")
    sheets = {name: _open(notes, path / name) for name in FILES}
    grid = domains.read(sheets["domains.toml"])
    instruments = _instruments(notes, path)
    programme = Programme(
        header=header.read(sheets["programme.toml"], vocabulary),
        roles=roles.read(sheets["roles.toml"], vocabulary),
        domains=grid.domains,
        levels=grid.levels,
        entry=entry.read(sheets["1-entry.toml"]),
        rehabilitation=rehabilitation.read(sheets["2-rehabilitation.toml"]),
        exit=leaving.read(sheets["3-exit.toml"], vocabulary),
        aftercare=aftercare.read(sheets["4-aftercare.toml"], vocabulary),
        working_days=calendar.read(sheets["calendar.toml"]),
        documents=documents.read(sheets["documents.toml"]),
        week=week.read(sheets["week.toml"]),
        protection=protection.read(sheets["protection.toml"]),
        scoring=instruments,
        forms=forms(path, instruments),
        rules=_rules(notes, path),
        places=_places(notes, path / "places"),
        digest=digest(path),
        to_review=tuple(notes.to_review),
    )
    unread = {sheet.file for sheet in sheets.values() if not sheet.data}
    notes.match_references()
    notes.keep_to(vocabulary.closed)
    rules_fit.examine(programme, notes)
    consistency.examine(programme, notes, path.name if path.parent.name == "programmes" else programme.code)
    notes.findings = [
        f for f in notes.findings if f.file not in unread or f.code.startswith(("file_", "toml_"))
    ]
    _stray_files(notes, path)
    order = {name: number for number, name in enumerate(FILES)}
    findings = sorted(notes.findings, key=lambda finding: order.get(finding.file, len(FILES)))
    return programme, findings


def _instruments(notes: Notes, path: Path) -> Library:
    """The instruments as this programme uses them: the library, its own cut-offs, the words of its content pack."""
    packed = {
        file.name: _open(notes, file, f"texts/{file.name}")
        for file in sorted((path / "texts").glob("*.toml"))
    }
    own = path / "scoring.toml"
    changed = scoring.read(_open(notes, own), library()) if own.is_file() else {}
    return library().with_tools(changed, scoring.texts(packed, library()))


def _rules(notes: Notes, path: Path) -> raising.Rules:
    file = path / "rules.toml"
    return raising.read(_open(notes, file)) if file.is_file() else raising.NO_RULES


def _open(notes: Notes, file: Path, name: str = "") -> Sheet:
    """The table of one file; an empty one, with the fault noted, where it cannot be read."""
    data = {}
    name = name or file.name
    try:
        data = tomllib.loads(file.read_text(encoding="utf-8"))
        if not data:
            notes.fault(name, "", "file_empty", "the file is empty.", "Fill it in.")
    except FileNotFoundError:
        notes.fault(name, "", "file_missing", "the file is missing.", "Add it.")
    except UnicodeDecodeError as error:
        notes.fault(name, f"byte {error.start}", "file_encoding", "not UTF-8.", "Save the file as UTF-8.")
    except tomllib.TOMLDecodeError as error:
        found = _POSITION.search(str(error))
        place = f"line {found[1]}, column {found[2]}" if found else "end of file"
        said = _POSITION.sub("", str(error)).replace("()", "").strip()
        notes.fault(
            name,
            place,
            "toml_broken",
            f"the file is no TOML: {said}.",
            "Mend this line; the rest is unread.",
        )
    return Sheet(notes, name, "", data)


def _places(notes: Notes, folder: Path) -> Places:
    try:
        return Places.load(folder)
    except Invalids as faults:
        for fault in faults:
            facts = ", ".join(f"{name} {value}" for name, value in fault.facts.items())
            file, _, row = fault.field.partition(":")
            said = fault.code.replace("_", " ")
            notes.fault(
                file,
                f"row {row}" if row else "",
                fault.code,
                f"{said} {facts}".strip() + ".",
                "Mend the list of places.",
            )
        return Places((), ())


def _stray_files(notes: Notes, path: Path) -> None:
    for file in sorted(path.glob("*.toml")):
        if file.name not in (*FILES, *OPTIONAL):
            known = ", ".join((*FILES, *OPTIONAL))
            notes.fault(file.name, "", "file_unknown", "nobody reads this file.", f"Known files: {known}.")
