"""For whom a page is written: the reader's gender in verbs and the digits she is used to.

Templates included with ``only`` see no request, so this travels beside them for the length of one rendering.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from django.utils.translation import get_language


@dataclass(frozen=True)
class Reader:
    gender: str = ""
    digits: str = ""

    @property
    def arabic_digits(self) -> bool:
        """Arabic-Indic digits in Arabic and Sorani, unless the account chose otherwise."""
        if self.digits in ("arab", "latn"):
            return self.digits == "arab"
        return language() in ("ar", "ckb")


_reader: ContextVar[Reader] = ContextVar("reader", default=Reader())  # noqa: B039 - frozen


def current() -> Reader:
    return _reader.get()


@contextmanager
def reading_as(*, gender: str = "", digits: str = "") -> Iterator[None]:
    """Render for this reader; the middleware that renders pages wraps itself in it."""
    token = _reader.set(Reader(gender=gender, digits=digits))
    try:
        yield
    finally:
        _reader.reset(token)


def language() -> str:
    """The language of the page, without its country."""
    return (get_language() or "en").split("-")[0]
