"""The sheets of a programme folder, each with its twin, and single sheets from elsewhere."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from types import MappingProxyType

from wasl.programme.findings import Finding, ProgrammeFaulty
from wasl.programme.forms import checking, items, logic, reading, twin, workbook, xform
from wasl.programme.forms.form import Form
from wasl.programme.notes import Notes
from wasl.programme.scoring import Library

FOLDER = "instruments"
SUFFIX = ".xlsx"
#: what spreadsheet programs leave beside an open file
_LOCKS = ("~$", ".~lock")


@dataclass(frozen=True, slots=True)
class FormFile:
    """A form that was read, and its XForm; the XForm is empty where the form has faults."""

    form: Form
    xform: str

    @property
    def twin(self) -> str:
        return twin.write(self.form)


def check_sheet(content: bytes, name: str, *, own: bool = False) -> tuple[FormFile | None, list[Finding]]:
    """One sheet by itself, and everything there is to put right in it.

    `own`: by the rules of a programme folder; otherwise only by what can be drawn and may be asked. The form is there
    as far as it could be read, even with faults; None where the file is no workbook with a sheet `survey`.
    """
    file, findings = _checked(content, name, own=own)
    return file, list(findings)


def read_folder(path: Path, notes: Notes, library: Library) -> Mapping[str, FormFile]:
    """The forms of a programme by their codes; faults of sheets and twins are noted. No folder is no fault."""
    forms: dict[str, FormFile] = {}
    folder = path / FOLDER
    for sheet in sheets(path):
        name = f"{FOLDER}/{sheet.name}"
        file, findings = check_sheet(sheet.read_bytes(), name, own=True)
        notes.findings += findings
        if file is None:
            continue
        items.examine(file.form, notes, library)
        forms[sheet.stem] = file
        _twin(folder, sheet.stem, file, notes)
    for stray in sorted(folder.iterdir()) if folder.is_dir() else ():
        if stray.name.startswith(_LOCKS) or stray.suffix == SUFFIX:
            continue
        if stray.suffix != twin.SUFFIX or not (folder / f"{stray.stem}{SUFFIX}").is_file():
            notes.fault(
                f"{FOLDER}/{stray.name}",
                "",
                "file_unknown",
                "nobody reads this file.",
                f"Sheets end in {SUFFIX}, each with a twin of the same name that ends in {twin.SUFFIX}.",
            )
    return MappingProxyType(forms)


class Forms(Mapping[str, FormFile]):
    """The forms of a folder that was checked, read when the first of them is asked for.

    Most processes never show a form, and each would read every sheet at its start. Raises ProgrammeFaulty where a sheet
    has become faulty since.
    """

    def __init__(self, path: Path, library: Library) -> None:
        self._path, self._library = path, library

    @cached_property
    def _files(self) -> Mapping[str, FormFile]:
        notes = Notes()
        found = read_folder(self._path, notes, self._library)
        faults = tuple(finding for finding in notes.findings if finding.severity == "fault")
        if faults:
            raise ProgrammeFaulty(self._path.name, faults)
        return found

    def __getitem__(self, code: str) -> FormFile:
        return self._files[code]

    def __iter__(self) -> Iterator[str]:
        return iter(self._files)

    def __len__(self) -> int:
        return len(self._files)


def sheets(path: Path) -> list[Path]:
    """The sheets of a programme folder, in the order of their names."""
    found = (path / FOLDER).glob(f"*{SUFFIX}")
    return sorted(sheet for sheet in found if not sheet.name.startswith(_LOCKS))


@lru_cache(maxsize=64)
def _checked(content: bytes, name: str, *, own: bool) -> tuple[FormFile | None, tuple[Finding, ...]]:
    """A folder is read often and its sheets rarely change: the same bytes are read once in a process."""
    notes = Notes()
    tables = workbook.read(content, name, notes)
    if too_large := [finding for finding in notes.findings if finding.code == "sheet_too_large"]:
        return None, tuple(
            too_large
        )  # thousands of rows would be thousands of findings, and a long wait for them
    form = reading.read(tables, name, notes, own=own)
    if form is None:
        return None, tuple(notes.findings)
    checking.examine(form, notes, own=own)
    logic.examine(form, notes)
    made = xform.examine(content, form, notes)
    faulty = any(finding.severity == "fault" for finding in notes.findings)
    return FormFile(form, "" if faulty else made), tuple(notes.findings)


def _twin(folder: Path, stem: str, file: FormFile, notes: Notes) -> None:
    name = f"{stem}{twin.SUFFIX}"
    place = folder / name
    if not place.is_file():
        code, said = "twin_missing", "the sheet has no twin in words."
    elif place.read_bytes() != file.twin.encode():
        code, said = "twin_behind", "the twin does not say what the sheet says."
    else:
        return
    notes.fault(f"{FOLDER}/{name}", "", code, said, "Write it: wasl programme twin.")
