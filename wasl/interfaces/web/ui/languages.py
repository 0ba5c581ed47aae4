"""The one object from which a page takes its ``lang`` and ``dir``, and the languages it may be turned to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from wasl.interfaces.web.ui import reader


@dataclass(frozen=True)
class PageLanguage:
    code: str
    dir: str
    name: str


LANGUAGES = {
    "ar": PageLanguage("ar", "rtl", "العربية"),
    "ckb": PageLanguage("ckb", "rtl", "کوردی"),
    "en": PageLanguage("en", "ltr", "English"),
}


def page_language() -> PageLanguage:
    return LANGUAGES.get(reader.language(), LANGUAGES["en"])


def page(request: HttpRequest) -> dict[str, Any]:
    """Context processor for every page."""
    return {
        "page_language": page_language(),
        "page_languages": tuple(LANGUAGES.values()),
        "page_digits": "arab" if reader.current().arabic_digits else "latn",
    }
