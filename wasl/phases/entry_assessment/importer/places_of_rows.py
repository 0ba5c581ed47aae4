"""What the two place cells of a line mean: a governorate by code, a district by code or as a local unit."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from wasl.phases.entry_assessment.importer.vocabulary import clean, is_unknown
from wasl.programme.places import Place, Places

_TOGETHER: Final = re.compile(r"\s*[/\\,،|:؛;]\s*|\s+[-–]\s+|(?<=[^\W\d_]{3})[-–](?=[^\W\d_]{3})")
_LIKE_A_CODE: Final = re.compile(r"[A-Za-z]{2,3}-?\w*\d\w*")
MAX_PLACE: Final = 80


class BadPlace(Exception):
    """A place cell with a fault: code `place_unknown` or `place_code_obsolete`, in one of the two columns."""

    def __init__(self, field: str, code: str) -> None:
        super().__init__(code)
        self.field = field
        self.code = code


@dataclass(frozen=True, slots=True)
class Return:
    """Where a person goes: codes, or the name of a district that the list of places lacks."""

    governorate: str | None = None
    district: str | None = None
    local_district: str | None = None


class PlaceReader:
    """Reads the two cells, each pair of texts once per file."""

    def __init__(self, places: Places) -> None:
        self._places = places
        self._known: dict[tuple[str, str], Return | BadPlace] = {}

    def read(self, governorate: str, district: str) -> Return:
        """Where the two cells say; raises `BadPlace`."""
        pair = (clean(governorate), clean(district))
        found = self._known.get(pair)
        if found is None:
            try:
                found = self._read(*pair)
            except BadPlace as bad:
                found = bad
            self._known[pair] = found
        if isinstance(found, BadPlace):
            raise BadPlace(found.field, found.code)
        return found

    def _read(self, governorate: str, district: str) -> Return:
        for field, text in (("governorate", governorate), ("district", district)):
            if self._places.is_obsolete_code(text):
                raise BadPlace(field, "place_code_obsolete")
        if is_unknown(governorate):
            return self._district_alone(district)
        above, hint = self._governorate(governorate)
        if above is None:
            raise BadPlace("governorate", "place_unknown")
        if is_unknown(district):
            district = hint
        return self._district(above, district)

    def _governorate(self, text: str) -> tuple[Place | None, str]:
        """The governorate, and the district when one cell holds both ('نينوى / الموصل') or names only that."""
        found = self._places.governorate(text)
        if found is not None:
            return found, ""
        below = self._places.by_code(text)
        if below is not None and below.parent is not None:
            return self._places.by_code(below.parent), below.code
        parts = [part for part in _TOGETHER.split(text) if part]
        for place, part in enumerate(parts):
            found = self._places.governorate(part) if len(parts) > 1 else None
            if found is not None:
                return found, " ".join(parts[:place] + parts[place + 1 :])
        named = self._places.districts_named(text)
        if len(named) == 1 and named[0].parent is not None:
            return self._places.by_code(named[0].parent), named[0].code
        return None, ""

    def _district(self, above: Place, text: str) -> Return:
        if is_unknown(text):
            return Return(above.code)
        found = self._places.district(text, above.code)
        if found is not None:
            return Return(above.code, found.code)
        if _LIKE_A_CODE.fullmatch(text) or len(text) > MAX_PLACE:
            raise BadPlace("district", "place_unknown")
        return Return(above.code, None, text)

    def _district_alone(self, text: str) -> Return:
        if is_unknown(text):
            return Return()
        named = self._places.districts_named(text)
        code = self._places.by_code(text)
        found = code or (named[0] if len(named) == 1 else None)
        if found is None or found.parent is None:
            raise BadPlace("governorate", "place_unknown")
        return Return(found.parent, found.code)
