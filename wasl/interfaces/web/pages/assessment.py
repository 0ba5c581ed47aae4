"""The assessment of a family: who has been asked, how long it takes, and what was answered."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from wasl.casefile.selectors.thread import Thread
from wasl.instruments.enums import Mode, Occasion
from wasl.instruments.selectors.grid import AnswerCard, Answers, ResponseCard, Sheet
from wasl.interfaces.web import words
from wasl.interfaces.web.ui.dates import age, digits, iraqi_date
from wasl.people.enums import AgeBand, FamilyRole
from wasl.people.labels import place
from wasl.people.selectors import PersonCard
from wasl.phases.entry_assessment.selectors.assessment import Progress


def who(sheet: Sheet) -> str:
    """Whose part it is, as people say it."""
    return person_name(sheet.person) if sheet.person else _("The household together")


def person_name(person: PersonCard) -> str:
    """What somebody is called here, or their place in the family when names are locked."""
    return person.called or str(place(FamilyRole(person.role), person.sex))


def age_of(person: PersonCard | None) -> str:
    """The age as it is known."""
    if person is None:
        return ""
    if person.name and person.name.birth:
        return age({"date": person.name.birth.isoformat(), "accuracy": str(person.name.accuracy)})
    return digits(words.label(AgeBand(person.age_band)))


def parts(found: Progress, number: str) -> list[dict[str, Any]]:
    """One line for each part of the grid."""
    return [_part(sheet, number, found.next_sheet is sheet) for sheet in found.sheets]


def _part(sheet: Sheet, number: str, comes_next: bool) -> dict[str, Any]:
    last = sheet.last
    return {
        "name": who(sheet),
        "sub": " · ".join(part for part in (age_of(sheet.person), _fields(sheet)) if part),
        "url": reverse("assessment_fill", args=[number, sheet.who]),
        "state": state(last),
        "tone": "" if last is None else "plain" if last.declined else "teal",
        "on": iraqi_date(last.on, "day_month") if last else "",
        "read_url": reverse("assessment_read", args=[number, last.ref]) if last and not last.declined else "",
        "done": last is not None,
        "next": comes_next,
    }


def _fields(sheet: Sheet) -> str:
    return _("%(fields)s fields of life, about %(minutes)s minutes") % {
        "fields": digits(len(sheet.domains)),
        "minutes": digits(round(sheet.minutes)),
    }


def state(last: ResponseCard | None) -> str:
    """Where a part stands."""
    if last is None:
        return _("not asked yet")
    return _("did not wish to answer") if last.declined else _("answered")


def minutes(found: Progress) -> str:
    """Planned time against what a family may be asked to give."""
    text = _(
        "About %(planned)s minutes for the whole family; at most %(limit)s are asked of a family of seven."
    ) % {
        "planned": digits(round(found.minutes_planned)),
        "limit": digits(found.minutes_limit),
    }
    if found.minutes_taken:
        text = f"{text} {_('%(taken)s so far.') % {'taken': digits(found.minutes_taken)}}"
    return text


@dataclass(frozen=True)
class Change:
    """One field of life at first and now."""

    label: str
    before: int
    after: int


def changes(thread: Thread) -> list[Change]:
    """Needs at first and now by field of life, once something has been asked again; the highest of the family."""
    needs = [need for need in thread.needs if need.first_score >= 2]
    if all(need.score == need.first_score and need.closed_on is None for need in needs):
        return []
    return [
        Change(
            words.domain(domain),
            max(need.first_score for need in needs if need.domain == domain),
            max(need.score for need in needs if need.domain == domain),
        )
        for domain in dict.fromkeys(need.domain for need in needs)
    ]


def earlier(
    cards: list[ResponseCard], people: Mapping[UUID, PersonCard], number: str, *, may_read: bool
) -> list[dict[str, Any]]:
    """Every filling, the newest first."""
    return [
        {
            "when": iraqi_date(card.on),
            "title": " · ".join(
                (_name(card.person, people), str(words.label(Occasion(card.occasion))), state(card))
            ),
            "url": ""
            if card.declined or not may_read
            else reverse("assessment_read", args=[number, card.ref]),
        }
        for card in cards
    ]


def _name(person: UUID | None, people: Mapping[UUID, PersonCard]) -> str:
    if person is None:
        return _("The household together")
    found = people.get(person)
    return person_name(found) if found else _("A former member")


def facts(card: ResponseCard, staff: Mapping[UUID, str]) -> list[dict[str, Any]]:
    """When, how, by whom and in which wording a form was filled."""
    language = words.programme().languages.get(card.language)
    return [
        {"term": _("Day"), "value": iraqi_date(card.on)},
        {"term": _("Occasion"), "value": words.label(Occasion(card.occasion))},
        {"term": _("How it was answered"), "value": words.label(Mode(card.mode))},
        {"term": _("Language"), "value": language.name if language else card.language},
        {"term": _("Asked by"), "value": staff.get(card.recorded_by, "") if card.recorded_by else ""},
        {"term": _("Questions"), "value": f"{card.instrument} · {card.version}"},
    ]


def lines(found: Answers) -> list[dict[str, Any]]:
    """Each answer in the words that were read then."""
    return [_line(answer) for answer in found.lines]


def _line(answer: AnswerCard) -> dict[str, Any]:
    language = words.language()
    return {
        "name": answer.name.in_(language),
        "score": answer.score,
        "word": digits(answer.score) if answer.score is not None else "",
        "line": answer.line.in_(language) if answer.line else _("Did not want to answer"),
        "words": answer.words,
    }
