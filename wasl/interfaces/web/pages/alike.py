"""Two people side by side, part by part, so that a tired eye sees where they agree and where they do not."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from wasl.casefile.enums import FileState
from wasl.interfaces.web import words
from wasl.interfaces.web.forms.alike import AlikeForm
from wasl.interfaces.web.pages.reception import born
from wasl.kernel.names import same_exact
from wasl.people.enums import Sex
from wasl.people.names import NameCard
from wasl.phases.entry_assessment.selectors.alike import Alike
from wasl.phases.entry_assessment.selectors.search import FoundCard


@dataclass(frozen=True)
class Pair:
    """One newcomer beside one person known; `others` are told apart from her by the answer."""

    key: str
    name: str
    person: UUID | None
    others: tuple[UUID, ...]
    number: str
    form: AlikeForm
    beside: dict[str, Any]


def pairs(found: list[Alike], data: Any) -> list[Pair]:
    """A question for each pair, with the answer where one was sent."""
    made = []
    for one in found:
        new = one.newcomer
        for card in one.found:
            form = AlikeForm(data, seen=True, prefix=f"alike-{new.key}-{card.person.ref}")
            made.append(
                Pair(
                    new.key, new.name.three, new.person, (card.person.ref,), card.number, form,
                    beside(new.name, new.sex, card),
                )
            )  # fmt: skip
        if one.beyond:
            form = AlikeForm(data, seen=False, prefix=f"alike-{new.key}-beyond")
            made.append(Pair(new.key, new.name.three, new.person, one.beyond, "", form, {}))
    return made


def beside(name: NameCard, sex: Sex, card: FoundCard) -> dict[str, Any]:
    """Somebody at the desk and somebody who has a file, line by line."""
    known = card.person.name or NameCard(given="")
    lines = [
        (_("Own name"), name.given, known.given, same_exact(name.given, known.given)),
        (_("Father's name"), name.father, known.father, same_exact(name.father, known.father)),
        (
            _("Grandfather's name"),
            name.grandfather,
            known.grandfather,
            same_exact(name.grandfather, known.grandfather),
        ),
        (_("Laqab"), name.laqab, known.laqab, same_exact(name.laqab, known.laqab, laqab=True)),
        (_("Mother"), _mother(name), _mother(known), same_exact(_first(name.mother), _first(known.mother))),
        (_("Born"), born(name), born(known), _same_year(name, known)),
        (_("Female or male"), words.label(sex), words.label(Sex(card.person.sex)), sex == card.person.sex),
    ]
    return {
        "number": card.number,
        "url": reverse("file", args=[card.number]),
        "called": card.person.called,
        "where": words.where(card.governorate, card.district),
        "state": words.label(FileState(card.state)),
        "exact": card.exact,
        "lines": [
            {"term": term, "here": here, "there": there, "same": same, "known": bool(here and there)}
            for term, here, there, same in lines
            if here or there
        ],
    }


def _mother(name: NameCard) -> str:
    return " ".join(part for part in name.mother if part)


def _first(mother: tuple[str, ...]) -> str:
    return mother[0] if mother else ""


def _same_year(one: NameCard, other: NameCard) -> bool:
    return bool(one.birth and other.birth and one.birth.year == other.birth.year)
