"""Papers for many families in one document: the cards that they carry, and one consent form for each adult.

What stands on them is gathered where somebody asked, in the language of each family or person; the worker only draws.
Neither names a centre, a journey or a list.
"""

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.utils import translation

from wasl.access.actor import Actor
from wasl.access.selectors import staff_names
from wasl.interfaces.web import paper, words
from wasl.interfaces.web.forms.consent import fields_of, recipients_of
from wasl.interfaces.web.ui.dates import iraqi_date
from wasl.interfaces.web.ui.languages import LANGUAGES
from wasl.interfaces.web.ui.reader import reading_as
from wasl.phases.entry_assessment.enums import PrintKind
from wasl.phases.entry_assessment.selectors.prints import AdultPaper, FamilyPaper

LETTERS = {PrintKind.CARDS: "cards", PrintKind.CONSENTS: "consents"}


def cards(chosen: Sequence[FamilyPaper], *, viewer: Actor) -> dict[str, Any]:
    """A card for each family: its number, its worker, where to complain, what it may ask for."""
    workers = staff_names({one.worker for one in chosen}, viewer=viewer)
    return {
        "words": _words("cards", (one.language for one in chosen)),
        "cards": [
            {
                "lang": _language(one.language),
                "number": one.number,
                "worker": workers.get(one.worker, "") if one.worker else "",
            }
            for one in chosen
        ],
    }


def consents(chosen: Sequence[AdultPaper], *, on: date) -> dict[str, Any]:
    """A form for each adult, in her language, with nothing ticked."""
    said = _words("consents", (one.language for one in chosen))
    for language, found in said.items():
        with translation.override(language), reading_as():
            choices = list(words.programme().entry.consents.values())
            found["today"] = iraqi_date(on)
            found["duties"] = [words.say(one.wording) for one in choices if not one.optional]
            found["choices"] = [
                {"words": words.say(one.wording), "who": recipients_of(one), "what": fields_of(one)}
                for one in choices
                if one.optional
            ]
    return {
        "words": said,
        "forms": [
            {
                "lang": _language(one.language),
                "number": one.number,
                "name": one.person.name.full if one.person.name else "",
            }
            for one in chosen
        ],
    }


def draw(kind: str, content: Mapping[str, Any]) -> tuple[bytes, int]:
    """The document and how many pages it has."""
    found = paper.pdf(LETTERS[PrintKind(kind)], content)
    return found, _pages(found)


def _pages(found: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", found))


def _language(code: str) -> str:
    return code if code in LANGUAGES else "ar"


def _words(letter: str, languages: Iterable[str]) -> dict[str, dict[str, Any]]:
    """The words of a letter in each language that is needed."""
    found = tomllib.loads((paper.letters() / f"{letter}.toml").read_text(encoding="utf-8"))
    header = words.programme().header
    return {
        language: {name: text[language] for name, text in found.items()}
        | {
            "dir": LANGUAGES[language].dir,
            "owner": header.owner.in_(language),
            "service_name": header.outside_name.in_(language),
        }
        for language in sorted({_language(code) for code in languages})
    }
