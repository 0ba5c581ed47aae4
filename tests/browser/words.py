"""The words of a page in its own language, from the product's catalogues: tests name them by their English."""

import re
from functools import cache
from gettext import GNUTranslations, NullTranslations, translation

from tests.cli.commands import ROOT

#: on buttons a word agrees with whoever reads it: a woman, a man, or nobody in particular
CONTEXTS = ("button", "f", "m")


@cache
def catalogue(language: str) -> GNUTranslations | NullTranslations:
    return translation("django", ROOT / "wasl" / "locale", [language], fallback=True)


def forms(english: str, language: str) -> list[str]:
    """Every form in which a page of this language may say it, longest first."""
    book = catalogue(language)
    found = {book.gettext(english), *(book.pgettext(context, english) for context in CONTEXTS)}
    said = found - {english} if language != "en" else found
    return sorted(said or {english}, key=len, reverse=True)


def named(english: str, language: str) -> re.Pattern[str]:
    """What the accessible name of a button or link begins with; after it may stand for whom it is."""
    # the browser's own kind of expression knows no escaped space
    alternatives = "|".join(re.escape(form).replace("\\ ", " ") for form in forms(english, language))
    return re.compile(rf"^\s*(?:{alternatives})\s*(?:$|:)")
