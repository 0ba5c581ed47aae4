"""Papers of a sealed line: a code, and what was ticked. No name, no programme, no line of work, no story."""

from typing import Any

from django.utils import translation

from wasl.interfaces.web import words
from wasl.interfaces.web.forms.codes import PLAN
from wasl.interfaces.web.paper import letter_words, pdf
from wasl.interfaces.web.ui.dates import digits, iraqi_date
from wasl.interfaces.web.ui.languages import LANGUAGES
from wasl.interfaces.web.ui.reader import reading_as
from wasl.lines.enums import Tells
from wasl.lines.rules import Step, slip_tells
from wasl.lines.selectors import CaseCard


def asking(card: CaseCard, step: Step, *, facts: dict[Tells, str], language: str) -> bytes:
    """For whoever is asked for help."""
    return pdf("asking", asking_data(card, step, facts=facts, language=language))


def asking_data(card: CaseCard, step: Step, *, facts: dict[Tells, str], language: str) -> dict[str, Any]:
    """All that stands on it: the code, what is asked, and of her no more than was ticked for this step."""
    with translation.override(language), reading_as():
        told = [{"term": words.label(one), "text": facts.get(one, "")} for one in slip_tells(step)]
        return _frame("asking", language) | {
            "code": digits(card.code), "to": step.to, "what": words.label(step.kind), "told": told,
            "date": iraqi_date(step.due),
        }  # fmt: skip


def plan(safety: dict[str, Any], *, language: str) -> bytes:
    """Her plan as a slip that could be anybody's list of errands."""
    return pdf("plain", plan_data(safety, language=language))


def plan_data(safety: dict[str, Any], *, language: str) -> dict[str, Any]:
    """Her own words under numbers: no heading, no name and no code say what it is for."""
    return _frame("plain", language) | {"lines": [safety[name] for name in PLAN if safety.get(name)]}


def _frame(letter: str, language: str) -> dict[str, Any]:
    spoken = language if language in LANGUAGES else "ar"
    return {"lang": spoken, "dir": LANGUAGES[spoken].dir, "words": letter_words(letter, spoken)}
