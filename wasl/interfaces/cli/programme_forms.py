"""`wasl programme twin` and `wasl programme form`: the forms of a programme in words, and one sheet from anywhere."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from wasl.programme import Finding
from wasl.programme.forms import Change, FormFile, between, check_sheet
from wasl.programme.forms.folder import FOLDER, sheets
from wasl.programme.forms.twin import SUFFIX

DONE, FINDINGS, WRONG_USE = 0, 1, 2


def write_twins(folder: Path, *, as_json: bool) -> int:
    """Writes the twin of each sheet that can be read; a sheet that cannot is told and keeps the twin it has."""
    written: list[str] = []
    findings: list[Finding] = []
    for sheet in sheets(folder):
        file, found = check_sheet(sheet.read_bytes(), f"{FOLDER}/{sheet.name}", own=True)
        if file is None:
            findings += found
            continue
        twin = sheet.with_suffix(SUFFIX)
        if not twin.is_file() or twin.read_bytes() != file.twin.encode():
            twin.write_bytes(file.twin.encode())
            written.append(f"{FOLDER}/{twin.name}")
    if as_json:
        print(json.dumps({"written": written, "findings": [one.as_json() for one in findings]}))
    else:
        for one in findings:
            print(f"{one.severity:8}{one}  [{one.code}]")
        print("\n".join(f"written: {name}" for name in written) or "every twin says what its sheet says")
    return FINDINGS if findings else DONE


def check_one(place: Path, since: Path | None, *, own: bool, words: bool, as_json: bool) -> int:
    """Everything to put right in one sheet; `since`: what has changed; `words`: its twin. 1: it is refused."""
    for path in (place, since):
        if path is not None and not path.is_file():
            print(f"wasl programme: there is no file {str(path)!r}", file=sys.stderr)
            return WRONG_USE
    file, findings = check_sheet(place.read_bytes(), place.name, own=own)
    changes: tuple[Change, ...] = ()
    if since is not None and file is not None:
        before, told = check_sheet(since.read_bytes(), since.name)
        if before is None:
            print(f"wasl programme: {told[0]}", file=sys.stderr)
            return WRONG_USE
        changes = between(before.form, file.form)
    faulty = any(one.severity == "fault" for one in findings) or any(one.refused for one in changes)
    if as_json:
        print(json.dumps(_document(file, findings, changes, works=not faulty), ensure_ascii=False))
        return FINDINGS if faulty else DONE
    if words and file is not None:
        print(file.twin, end="")
    for finding in findings:
        print(f"{finding.severity:8}{finding}  [{finding.code}]")
    for change in changes:
        print(f"{'refused' if change.refused else 'change':8}{change}")
    asked = f", version {file.form.version}" if file is not None else ""
    print(f"{place.name}: {'refused' if faulty else 'works'}{asked}")
    return FINDINGS if faulty else DONE


def _document(
    file: FormFile | None, findings: list[Finding], changes: tuple[Change, ...], *, works: bool
) -> dict[str, Any]:
    return {
        "works": works,
        "form": file.form.code if file else None,
        "version": file.form.version if file else None,
        "digest": file.form.digest if file else None,
        "findings": [finding.as_json() for finding in findings],
        "changes": [
            {"code": one.code, "name": one.name, "said": one.said, "refused": one.refused} for one in changes
        ],
    }
