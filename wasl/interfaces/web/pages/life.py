"""What the pages of a family's life say: each event in words, what it asks, and what follows from it."""

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from wasl.interfaces.web import words
from wasl.interfaces.web.pages.reception import born
from wasl.interfaces.web.ui.dates import iraqi_date
from wasl.kernel.clock import today
from wasl.people.enums import Accuracy, LifeEvent
from wasl.people.rules import MINORS, OfAge, is_near, of_age
from wasl.people.selectors import PersonCard

PAGES = {
    LifeEvent.BIRTH: "life_birth",
    LifeEvent.MARRIAGE: "life_marriage",
    LifeEvent.DIVORCE: "life_divorce",
    LifeEvent.DEATH: "life_death",
    LifeEvent.LEAVING: "life_leaving",
    LifeEvent.PARTING: "life_parting",
}


def _follows(event: LifeEvent) -> str:
    match event:
        case LifeEvent.BIRTH:
            return _(
                "The child gets a line of her or his own, the birth papers are opened as missing, and a task asks "
                "after mother and child."
            )
        case LifeEvent.MARRIAGE:
            return _(
                "Kept only for papers and for keeping the family together. Nothing else about the marriage is asked."
            )
        case LifeEvent.DIVORCE:
            return _(
                "Only the paper that is needed is kept; no reason, and not that it happened. Who goes where is asked "
                "apart."
            )
        case LifeEvent.DEATH:
            return _(
                "Nobody calls or asks for the person any more. The family is visited, and each child has somebody who "
                "cares."
            )
        case LifeEvent.LEAVING:
            return _("Nothing is deleted: from this day the person is no longer counted in this family.")
        case LifeEvent.PARTING:
            return _(
                "Some of the family go to a file of their own, or to relatives, each with her or his part of the "
                "record."
            )
        case LifeEvent.OF_AGE:
            return _(
                "At 18 everybody answers for herself or himself: asked anew, asked alone, and offered a file of her "
                "own."
            )


def event(kind: LifeEvent, number: str) -> dict[str, Any]:
    """One kind of event, in words."""
    return {
        "label": words.label(kind),
        "text": _follows(kind),
        "url": reverse(PAGES[kind], args=[number]) if kind in PAGES else "",
    }


def events(number: str) -> list[dict[str, Any]]:
    """Every kind of event that is told of a family; somebody comes of age on her own page."""
    return [event(kind, number) for kind in PAGES]


def of_age_facts(person: PersonCard, when: OfAge | None) -> list[dict[str, Any]]:
    """On which day somebody comes of age, as exactly as her birth date is known."""
    if when is None:
        return []
    if when.first == when.certain:
        return [{"term": _("Of age on"), "value": iraqi_date(when.certain)}]
    return [
        {
            "term": _("May be of age from"), "value": iraqi_date(when.first),
            "note": _("asked for herself or himself from then on"),
        },
        {"term": _("Certainly of age from"), "value": iraqi_date(when.certain), "note": born(person.name)},
    ]  # fmt: skip


def of_age_link(person: PersonCard, number: str, *, may_edit: bool) -> str:
    """Where somebody's coming of age is prepared, once it is near."""
    if not may_edit or not person.name or not person.name.birth or person.age_band not in MINORS:
        return ""
    when = of_age(person.name.birth, person.name.accuracy)
    return reverse("of_age", args=[number, person.ref]) if is_near(when, today()) else ""


def day_of(born: dict[str, str] | None) -> date | None:
    """The day of a birth as a form gave it."""
    return date.fromisoformat(born["date"]) if born else None


def accuracy_of(born: dict[str, str] | None) -> Accuracy:
    return Accuracy(born["accuracy"]) if born else Accuracy.DAY
