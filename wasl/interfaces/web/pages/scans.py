"""Pictures of papers as lines of a page."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from wasl.casefile.enums import Circle, RemovalReason, ScanKind
from wasl.casefile.selectors.scans import ScanCard
from wasl.interfaces.web import words
from wasl.interfaces.web.ui.dates import as_date, digits, iraqi_date
from wasl.people.selectors import PersonCard
from wasl.programme.sheets.documents import DocumentKind

#: of what was taken away only the newest lines stand on the page; the record has them all
MOST_GONE = 20


def kinds(person: PersonCard) -> list[DocumentKind]:
    """The papers that somebody of this age holds; those of the household stand with its head."""
    age = person.age if person.age is not None else (30 if person.is_adult else 10)
    found = words.programme().documents.kinds.values()
    return [kind for kind in found if kind.is_for(age) or (person.is_head and kind.holder == "household")]


def lists(found: Sequence[ScanCard], number: str, staff: Mapping[UUID, str]) -> dict[str, Any]:
    """What is there, and what was taken away."""
    return {
        "scans": [line(one, number, staff) for one in found if one.removed_at is None],
        "gone": [_gone(one, staff) for one in found if one.removed_at is not None][:MOST_GONE],
    }


def line(one: ScanCard, number: str, staff: Mapping[UUID, str]) -> dict[str, Any]:
    what = _what(one)
    return {
        "ref": one.ref,
        "what": what,
        "caption": one.caption,
        # what a picture shows is said in its own words where there are any
        "alt": f"{what}: {one.caption}" if one.caption else what,
        "small": f"data:image/jpeg;base64,{one.small}" if one.small else "",
        "url": reverse("scan", args=[number, one.ref]) if one.opens else "",
        "pages": digits(one.pages) if one.pages > 1 else "",
        "own": one.circle == Circle.OWN,
        "circle": words.label(Circle(one.circle)),
        "on": iraqi_date(as_date(one.added_at)),
        "by": staff.get(one.added_by, "") if one.added_by else "",
    }


def _gone(one: ScanCard, staff: Mapping[UUID, str]) -> dict[str, Any]:
    return {
        "what": _what(one),
        "why": words.label(RemovalReason(one.removed_why)),
        "on": iraqi_date(as_date(one.removed_at)) if one.removed_at else "",
        "by": staff.get(one.removed_by, "") if one.removed_by else "",
    }


def _what(one: ScanCard) -> str:
    return words.document(one.document) if one.document else str(words.label(ScanKind(one.kind)))


def page_lines(one: ScanCard, number: str) -> list[dict[str, Any]]:
    """Each page with its address and what it is called."""
    what = line(one, number, {})["alt"]
    return [
        {
            "url": reverse("scan_page", args=[number, one.ref, at]),
            "alt": what
            if one.pages == 1
            else _("%(what)s, page %(n)s of %(all)s")
            % {"what": what, "n": digits(at), "all": digits(one.pages)},
        }
        for at in range(1, one.pages + 1)
    ]
