"""The slip of an appointment: whatever a husband or a neighbour may read, and nothing else.

Day, hour, room, and the name she uses or a code. No programme, no ministry, no service, nobody's title.
"""

from typing import Any

from django.utils import translation

from wasl.appointments.selectors.diary import AppointmentCard
from wasl.interfaces.web.pages import appointments as pages
from wasl.interfaces.web.paper import letter_words, pdf
from wasl.interfaces.web.ui.dates import digits, iraqi_date
from wasl.interfaces.web.ui.languages import LANGUAGES
from wasl.interfaces.web.ui.reader import reading_as


def slip(card: AppointmentCard, *, name: str, language: str) -> bytes:
    """The slip in the language of whoever carries it; without a name it bears the code."""
    return pdf("slip", slip_data(card, name=name, language=language))


def slip_data(card: AppointmentCard, *, name: str, language: str) -> dict[str, Any]:
    """All that stands on it."""
    spoken = language if language in LANGUAGES else "ar"
    with translation.override(spoken), reading_as():
        return {
            "lang": spoken,
            "dir": LANGUAGES[spoken].dir,
            "words": letter_words("slip", spoken),
            "name": name,
            "code": "" if name else digits(card.code),
            "weekday": iraqi_date(card.day, "name"),
            "date": iraqi_date(card.day),
            "time": pages.time_of_day(card.starts),
            "room": pages.room(card.room),
        }
