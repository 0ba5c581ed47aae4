"""What people carry: pages drawn by typst from the letters of the programme's folder.

Data goes in as one JSON document and is never pasted into a template. Only our own fonts are used, so that a page
looks the same wherever it is printed, and PDF/UA is asked for, so that it can be read aloud by a machine.
"""

import json
import tomllib
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

import typst
from django.conf import settings
from django.utils import translation

from wasl.casefile.enums import Circle
from wasl.casefile.selectors.files import FileCard
from wasl.casefile.selectors.record import PlanCard
from wasl.interfaces.web import words
from wasl.interfaces.web.pages import plan as pages
from wasl.interfaces.web.ui.dates import iraqi_date
from wasl.interfaces.web.ui.languages import LANGUAGES
from wasl.interfaces.web.ui.reader import reading_as
from wasl.people.enums import Sex
from wasl.people.selectors import PersonCard
from wasl.phases.rehabilitation.selectors.plan import PlanLine, PlanPage
from wasl.rights.selectors.corrections import CorrectionCard

FONTS = Path(__file__).resolve().parent / "fonts"


def letters() -> Path:
    """The folder of the running programme's letters."""
    return Path(settings.WASL_PROGRAMME_FOLDER) / "letters"


@cache
def _words(file: Path) -> Mapping[str, Mapping[str, str]]:
    return tomllib.loads(file.read_text(encoding="utf-8"))


def letter_words(letter: str, language: str) -> dict[str, str]:
    """The words of a letter in the language of its reader."""
    return {name: text[language] for name, text in _words(letters() / f"{letter}.toml").items()}


def pdf(letter: str, data: Mapping[str, Any]) -> bytes:
    """One letter filled with data."""
    folder = letters()
    found = typst.compile(
        str(folder / f"{letter}.typ"),
        root=str(folder),
        font_paths=[str(FONTS)],
        ignore_system_fonts=True,
        format="pdf",
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        pdf_standards=["ua-1"],
    )
    assert isinstance(found, bytes)  # noqa: S101 - a PDF is one document; only pictures come as lists
    return found


def plan(
    page: PlanPage,
    *,
    file: FileCard,
    inside: Sequence[PersonCard],
    language: str,
    on: date,
    agreed: PlanCard | None = None,
    beside: Sequence[CorrectionCard] = (),
) -> bytes:
    """One side of A4: the page of one adult, or the family's with what everybody may read and nothing else."""
    data = plan_data(page, file=file, inside=inside, language=language, on=on, agreed=agreed, beside=beside)
    return pdf("plan", data)


def plan_data(
    page: PlanPage,
    *,
    file: FileCard,
    inside: Sequence[PersonCard],
    language: str,
    on: date,
    agreed: PlanCard | None = None,
    beside: Sequence[CorrectionCard] = (),
) -> dict[str, Any]:
    """What stands on the page, in its reader's language. `agreed`: the version that the page is, where it was agreed:
    each goal then bears what was said to it; `beside`: her own statements to needs of the plan.
    """
    known = {person.ref: person for person in inside}
    with translation.override(language), reading_as():
        said = letter_words("plan", language)
        person = known.get(page.person) if page.person else None
        said["title"] = said["title_person" if person else "title_family"]
        said["agree"] = said["agree_person" if person else "agree_family"]
        if person and person.sex == Sex.FEMALE:
            said["agree"] = said.get("agree_woman", said["agree"])
        header = words.programme().header
        return {
            "lang": language,
            "dir": LANGUAGES[language].dir,
            "comma": ", " if language == "en" else "، ",
            "words": said,
            "owner": header.owner.in_(language),
            "service_name": header.outside_name.in_(language),
            "number": file.number,
            "date": iraqi_date(on),
            "name": person.name.full if person and person.name else "",
            "keep": said["keep"] if person else "",
            "signers": _signers(person, inside),
            "own": [_line(line, known, agreed) for line in page.lines if line.circle == Circle.OWN],
            "family": [_line(line, known, agreed) for line in page.lines if line.circle == Circle.FAMILY],
            "left": [_left(pages.left(line, known)) for line in page.left],
            "beside": [card.statement or card.wanted for card in beside if card.statement or card.wanted],
        }


def _signers(person: PersonCard | None, inside: Sequence[PersonCard]) -> list[str]:
    """Who signs: the person whose page it is, or every adult of the family by name."""
    if person is not None:
        return [""]
    return [one.name.three if one.name else "" for one in inside if one.is_adult]


def _line(line: PlanLine, known: Mapping[UUID, PersonCard], agreed: PlanCard | None) -> dict[str, Any]:
    shown = pages.line(line, known)
    return {
        "picture": pages.picture(line),
        "words": shown["words"],
        "who": shown["who"]
        if line.circle == Circle.FAMILY and any(owner for owner, _domain in line.needs)
        else "",
        "needs": shown["needs"],
        "services": shown["services"],
        "until": shown["until"],
        "agreed": "" if agreed is None else "no" if line.goal in agreed.refused else "yes",
    }


def _left(shown: Mapping[str, str]) -> str:
    return f"{shown['name']} · {shown['who']}: {shown['reason']}"
