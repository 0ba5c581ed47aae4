"""Words in the three languages of the work, kept together so that none is forgotten."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

LANGUAGES: Final = ("ar", "ckb", "en")


@dataclass(frozen=True)
class LocalizedText:
    """One text in Arabic, Sorani and English."""

    ar: str
    ckb: str
    en: str

    def in_(self, lang: str) -> str:
        """The text in a language ('ar', 'ar-iq', 'ckb', 'en'); where it is missing the Arabic, then any."""
        base = lang if lang in LANGUAGES else lang.replace("_", "-").split("-")[0].lower()
        wanted = getattr(self, base) if base in LANGUAGES else ""
        return wanted or self.ar or self.en or self.ckb

    @property
    def missing(self) -> tuple[str, ...]:
        return tuple(lang for lang in LANGUAGES if not getattr(self, lang).strip())
