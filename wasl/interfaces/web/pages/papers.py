"""Sheets of paper as pages show them."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.urls import reverse

from wasl.access.actor import Actor
from wasl.access.enums import Action
from wasl.access.policy import programme
from wasl.access.services import may
from wasl.casefile.selectors import files
from wasl.instruments.enums import About
from wasl.instruments.rules import asked_age
from wasl.instruments.selectors import papers, versions
from wasl.instruments.selectors.papers import PaperCard
from wasl.instruments.selectors.versions import VersionCard
from wasl.interfaces.web.pages.assessment import age_of, person_name
from wasl.interfaces.web.pages.filling import forms_of, title_of
from wasl.interfaces.web.ui.dates import digits, iraqi_date
from wasl.people.selectors import PersonCard


def printable(by: Actor) -> dict[str, VersionCard]:
    """The forms of which somebody may print blank sheets, in the programme's order."""
    codes = [code for one in programme().entry.instruments.values() for code in forms_of(one)]
    there = versions.currents(codes, viewer=by)
    clinical = bool(may(by, Action.ASSESSMENT_VIEW_CLINICAL))
    return {code: there[code] for code in codes if code in there and (clinical or not there[code].clinical)}


def stack(by: Actor, titles: dict[str, str]) -> list[dict[str, str]]:
    """How many blank sheets of each form lie about."""
    found = papers.stack(viewer=by)
    return [{"title": titles[code], "count": digits(n)} for code, n in found.items() if code in titles]


def out(cards: Sequence[PaperCard]) -> list[dict[str, Any]]:
    """Sheets that wait to be typed back."""
    return [
        {
            "code": one.code, "printed": iraqi_date(one.printed_on), "until": iraqi_date(one.until),
            "cancel_url": reverse("paper_cancel", args=[one.ref]),
        }
        for one in cards
    ]  # fmt: skip


def about_of(code: str) -> str:
    """Whom a form is asked of: person, household or place."""
    found = programme().entry.instruments.get(code)
    return found.asked_of if found else "person"


def choices_of(card: PaperCard, inside: Sequence[PersonCard], number: str) -> list[dict[str, str]]:
    """For whom a blank sheet may have been filled: everybody of the age that the form is for."""
    found = programme().entry.instruments.get(card.instrument)
    least, most = found.ages if found else (0, 120)
    fitting = []
    for person in inside:
        age = asked_age(person.age, person.age_band)
        if age is None or least <= age <= most:
            url = reverse("paper_fill", args=[number, card.ref, str(person.ref)])
            fitting.append({"name": person_name(person), "age": age_of(person), "url": url})
    return fitting


def whose_url(card: PaperCard, number: str) -> str:
    """Where a sheet is typed back, as far as it is known for whom it is; empty where a person must be chosen."""
    who = card.who or (about_of(card.instrument) if about_of(card.instrument) in tuple(About) else "")
    return reverse("paper_fill", args=[number, card.ref, who]) if who else ""


def answers_url(card: PaperCard, *, viewer: Actor) -> str:
    """Where the answers of a used sheet stand."""
    return (
        reverse("form_read", args=[number_of(card.file, viewer=viewer), card.response]) if card.file else ""
    )


def number_of(file: UUID, *, viewer: Actor) -> str:
    """The number of the file that a sheet is for."""
    return files.get(file, viewer=viewer).number


def title(version: VersionCard) -> str:
    """What its form is called."""
    return title_of(version)
