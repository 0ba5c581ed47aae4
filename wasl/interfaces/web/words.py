"""Words of the programme and of the rooms for a code, in the language of the page."""

from enum import StrEnum
from functools import cache
from typing import Any

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from wasl.access import labels as access
from wasl.access import policy
from wasl.casefile import labels as casefile
from wasl.instruments import labels as instruments
from wasl.interfaces.web.ui.dates import digits
from wasl.journey import labels as journey
from wasl.journey.enums import LifeTask, NextAction
from wasl.kernel.text import LocalizedText
from wasl.lines import labels as lines
from wasl.people import labels as people
from wasl.phases.rehabilitation import labels as rehabilitation
from wasl.programme.places import Places

ROOMS: tuple[dict[type[StrEnum], dict[str, str | Promise]], ...] = (
    access.WORDS,
    casefile.WORDS,
    instruments.WORDS,
    people.WORDS,
    lines.WORDS,
    rehabilitation.WORDS,
)


def language() -> str:
    """The language of the page, as programme texts know it."""
    return (get_language() or "ar").split("-")[0]


def say(text: LocalizedText) -> str:
    """A text of the programme in the language and the digits of the page."""
    return digits(text.in_(language()))


def programme() -> Any:
    """The programme of this instance."""
    return policy.programme()


def label(member: StrEnum) -> str:
    """The words for a code of a closed list."""
    return _label(type(member), member, get_language())


@cache
def _label(kind: type[StrEnum], member: StrEnum, language: str | None) -> str:
    """Said once in each language: a list has hundreds. Codes of two lists may be equal, so the list stands beside."""
    return str(next(words[kind][member] for words in ROOMS if kind in words))


def due(action: str) -> str:
    """What is due next on a file; empty for nothing."""
    return _due(action, get_language()) if action else ""


@cache
def _due(action: str, language: str | None) -> str:
    return str(journey.word(NextAction(action)))


@cache
def places() -> Places:
    """The places of the programme."""
    return Places.load(settings.WASL_PROGRAMME_FOLDER / "places")


def place(code: str) -> str:
    """A place by its code; empty for none."""
    return places().name(code, language()) if code else ""


def where(governorate: str, district: str) -> str:
    """District and governorate, as people say a place."""
    comma = ", " if language() == "en" else "، "
    return comma.join([place(code) for code in (district, governorate) if code])


def domain(code: str) -> str:
    """The name of a field of life."""
    found = programme().domains.get(code)
    return say(found.name) if found else code


def anchor(code: str, score: int, age: int | None = None) -> str:
    """The line that stands for a score."""
    found = programme().domains.get(code)
    return say(found.anchors_for(age)[score]) if found else ""


def service(code: str) -> str:
    """The name of a service."""
    found = programme().rehabilitation.catalogue.get(code)
    return say(found.name) if found else code


def goal(code: str) -> str:
    """The words of a goal that the programme proposes."""
    found = programme().rehabilitation.goals.get(code)
    return say(found.name) if found else ""


def level(code: str) -> str:
    """The name of a support level."""
    found = programme().levels.get(code)
    return say(found.name) if found else ""


def urgency(score: int) -> str:
    """How soon a need of this score is begun."""
    found = programme().entry.urgency(score)
    return say(found.name) if found else ""


def document(code: str) -> str:
    """The name of a kind of paper."""
    found = programme().documents.kinds.get(code)
    return say(found.name) if found else code


#: a task by which a person's own question about her data is on somebody's day
OWN_DATA = "own_data"
#: how the supervisor's answer to a plan reaches the day of whoever handed it in
PLAN_ANSWERS = {
    "plan_approved": gettext_lazy("The plan is approved"),
    "plan_sent_back": gettext_lazy("The plan came back: see what is missing"),
    "level_granted": gettext_lazy("The support level was lowered, as you asked"),
    "level_kept": gettext_lazy("The support level stays as it is"),
}


def task(code: str) -> str:
    """What a task is about, by its code."""
    if code == OWN_DATA:
        return _("Somebody asked about her own data: see the rights of the family")
    if code in instruments.OPENS:
        return str(instruments.OPENS[code])
    return str(PLAN_ANSWERS[code]) if code in PLAN_ANSWERS else urgent(code)


def urgent(code: str) -> str:
    """The name of an urgent need of the first hour, or of what an event in a family's life leaves to be done."""
    found = programme().entry.urgent_needs.get(code)
    if found is None and code in set(LifeTask):
        return str(journey.word(LifeTask(code)))
    return say(found.name) if found else code


def role(code: str, gender: str = "") -> str:
    """The name of a role, in Arabic with the word for a woman where one does the work."""
    found = programme().roles.get(code)
    if found is None:
        return code
    return found.ar_woman if gender == "f" and found.ar_woman and language() == "ar" else say(found.name)


def purpose(code: str) -> str:
    """The wording of a consent choice."""
    found = programme().entry.consents.get(code)
    return say(found.wording) if found else code
