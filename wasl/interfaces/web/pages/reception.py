"""What the desk's pages show: steps with where they lead, families expected, the people side by side."""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wasl.casefile.enums import FileState
from wasl.interfaces.web import words
from wasl.interfaces.web.ui.dates import age, digits, iraqi_date
from wasl.people.enums import Accuracy, AgeBand, FamilyRole, Sex, SpouseFate
from wasl.people.labels import place
from wasl.people.names import NameCard
from wasl.people.selectors import PersonCard, SafeContact
from wasl.phases.entry_assessment.enums import Step
from wasl.phases.entry_assessment.labels import word
from wasl.phases.entry_assessment.selectors.arrivals import ExpectedCard
from wasl.phases.entry_assessment.selectors.reception import MemberCard, ReceptionCard, WaitingCard
from wasl.phases.entry_assessment.selectors.search import FoundCard

PAGES = {
    Step.NOTICE: "reception_notice",
    Step.ROSTER: "people_add",
    Step.CHOICES: "consents",
    Step.URGENT: "reception_urgent",
    Step.DOCUMENTS: "documents",
    Step.PLACE: "reception_place",
}


def called(person: PersonCard) -> str:
    """The name to say, or the place in the family while names are locked."""
    return person.called or str(place(FamilyRole(person.role), person.sex))


def how_old(person: PersonCard) -> str:
    """The age as well as it is known."""
    if person.name and person.name.birth:
        return age({"date": person.name.birth.isoformat(), "accuracy": str(person.name.accuracy)})
    return digits(words.label(AgeBand(person.age_band)))


def steps(card: ReceptionCard, number: str) -> list[dict[str, Any]]:
    """The steps of reception with what is there and where the next one is."""
    return [
        {
            "label": word(step),
            "done": step in card.done,
            "next": step is card.next,
            "url": _next_adult(step, card, number) or reverse(PAGES[step], args=[number]),
        }
        for step in Step
    ]


def _next_adult(step: Step, card: ReceptionCard, number: str) -> str:
    """Straight to whoever is to be asked next; the ledger and the list of people where everybody was."""
    waiting = {
        Step.CHOICES: ("consent_ask", [one for one in card.adults if not one.asked]),
        Step.CONTACT: ("safe_contact", [one for one in card.adults if not one.contact.known]),
    }
    page, members = waiting.get(step, ("", []))
    if members:
        return reverse(page, args=[number, members[0].person.ref])
    return reverse("reception_file", args=[number]) + "#members" if step is Step.CONTACT else ""


def members(cards: Iterable[MemberCard], number: str) -> list[dict[str, Any]]:
    """Everybody at the desk, each adult with her own choices and her own safe contact."""
    return [
        {
            "name": called(one.person),
            "url": reverse("person", args=[number, one.person.ref]),
            "sub": " · ".join((how_old(one.person), str(place(FamilyRole(one.person.role), one.person.sex)))),
            "adult": one.person.is_adult,
            "asked": one.asked,
            "ask_url": reverse("consent_ask", args=[number, one.person.ref]),
            "contact_known": one.contact.known,
            "contact_url": reverse("safe_contact", args=[number, one.person.ref]),
        }
        for one in cards
    ]


def comma() -> str:
    """What stands between the parts of a list."""
    return ", " if words.language() == "en" else "، "


def expected(cards: Sequence[ExpectedCard]) -> list[dict[str, Any]]:
    """Families announced: the head's name, how many, how old."""
    return [
        {
            "number": card.number,
            "name": card.head.three if card.head else card.number,
            "size": people_count(card.count),
            "ages": comma().join(digits(one) for one in card.ages if one is not None),
            "on": iraqi_date(card.expected_on),
            "list_number": card.list_number,
        }
        for card in sorted(cards, key=_as_listed)
    ]


def _as_listed(card: ExpectedCard) -> tuple[date, list[tuple[int, str]]]:
    """By day, then in the order of the list: 2 before 10."""
    parts = re.findall(r"\d+|\D+", card.list_number)
    return card.expected_on, [(int(part), "") if part.isdecimal() else (0, part) for part in parts]


def waiting(cards: Sequence[WaitingCard]) -> list[dict[str, Any]]:
    """Families that have come and are not through reception."""
    return [
        {
            "name": card.number,
            "sub": _since(people_count(card.size), card.arrived_on),
            "url": reverse("reception_file", args=[card.number]),
            "chip": "" if card.begun else _("from the list"),
        }
        for card in cards
    ]


def _since(text: str, day: date | None) -> str:
    return f"{text} · {iraqi_date(day)}" if day else text


def people_count(size: int) -> str:
    return digits(ngettext("%(n)d person", "%(n)d people", size) % {"n": size})


def found(cards: Sequence[FoundCard], *, link: bool = True) -> list[dict[str, Any]]:
    """Who answers to a question, with what tells two people of one name apart."""
    return [
        {
            "ref": card.person.ref,
            "name": card.person.name.full if card.person.name else card.number,
            "called": card.person.called,
            "mother": " ".join(part for part in card.person.name.mother if part) if card.person.name else "",
            "age": how_old(card.person),
            "sex": words.label(Sex(card.person.sex)),
            "where": words.where(card.governorate, card.district),
            "state": words.label(FileState(card.state)),
            "number": card.number,
            "exact": card.exact,
            "url": reverse("file", args=[card.number]) if link else "",
        }
        for card in cards
    ]


def person_facts(person: PersonCard) -> list[dict[str, Any]]:
    """Who somebody is, line by line."""
    name = person.name
    return [
        {"term": _("Name"), "value": name.full if name else ""},
        {"term": _("Name used with us"), "value": name.called if name else ""},
        {"term": _("In Latin letters"), "value": name.in_latin if name else ""},
        *([{"term": _("In Kurdish"), "value": name.in_kurdish}] if name and name.in_kurdish else []),
        {"term": _("Mother"), "value": " ".join(part for part in name.mother if part) if name else ""},
        {"term": _("Born"), "value": born(name), "note": how_old(person)},
        {"term": _("Female or male"), "value": words.label(Sex(person.sex))},
        {"term": _("Place in the family"), "value": place(FamilyRole(person.role), person.sex)},
        {"term": _("Husband or wife"), "value": words.label(SpouseFate(person.spouse)) if person.spouse else ""},
        {"term": _("Speaks with us"), "value": _language(person.language)},
    ]  # fmt: skip


def _language(code: str) -> str:
    found = words.programme().languages.get(code)
    return str(found.name) if found else code


def born(name: NameCard | None) -> str:
    """The birth date as far as it is known, and no further."""
    if name is None or name.birth is None:
        return ""
    if name.accuracy in (Accuracy.YEAR, Accuracy.ESTIMATED):
        return digits(name.birth.year)
    return iraqi_date(name.birth, "month" if name.accuracy is Accuracy.MONTH else "day")


def contact_facts(contact: SafeContact) -> list[dict[str, Any]]:
    """How to reach her, shown before every call, slip and visit."""
    return [
        {"term": _("Telephone"), "value": digits(comma().join(contact.phones))},
        {"term": _("When"), "value": contact.when},
        {"term": _("Who may answer"), "value": contact.who_may_answer},
        {"term": _("Name to say"), "value": contact.name_to_use},
        {"term": _("Visit"), "value": contact.visit},
        {"term": _("Vehicle"), "value": contact.vehicle},
    ]


def refs(found_cards: Iterable[FoundCard]) -> list[UUID]:
    return [card.person.ref for card in found_cards]
