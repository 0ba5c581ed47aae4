"""What a case conference decided, on paper for the person: the minutes stay with those who work with her."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.utils import translation

from wasl.casefile.selectors.files import FileCard
from wasl.interfaces.web import words
from wasl.interfaces.web.pages import approval as pages
from wasl.interfaces.web.paper import letter_words, pdf
from wasl.interfaces.web.ui.dates import iraqi_date
from wasl.interfaces.web.ui.languages import LANGUAGES
from wasl.interfaces.web.ui.reader import reading_as
from wasl.people.selectors import PersonCard
from wasl.phases.rehabilitation.selectors.conferences import ConferenceCard


def conference(
    card: ConferenceCard,
    *,
    file: FileCard,
    inside: Mapping[UUID, PersonCard],
    names: Mapping[UUID, str],
    language: str,
) -> bytes:
    """The decisions, who took part and how she did, in the language of whoever takes the page along."""
    return pdf("conference", conference_data(card, file=file, inside=inside, names=names, language=language))


def conference_data(
    card: ConferenceCard,
    *,
    file: FileCard,
    inside: Mapping[UUID, PersonCard],
    names: Mapping[UUID, str],
    language: str,
) -> dict[str, Any]:
    """All that stands on it; no minutes."""
    with translation.override(language), reading_as():
        said = letter_words("conference", language)
        shown = pages.conference(card, inside, names, file.number)
        person = inside.get(card.person)
        parts = {"wish": shown["wish"], "there": "\n".join(shown["there"]), "decisions": card.decisions}
        return {
            "lang": language,
            "dir": LANGUAGES[language].dir,
            "words": said,
            "service_name": words.programme().header.outside_name.in_(language),
            "number": file.number,
            "date": iraqi_date(card.on),
            "name": person.name.full if person and person.name else "",
            "parts": [{"term": said[term], "value": value} for term, value in parts.items() if value],
        }
