"""Document days: how many papers wait for one visit of an office, by kind and place, and who brings what."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from wasl.access.actor import Actor
from wasl.casefile.selectors.visits import ReadyCard
from wasl.interfaces.web import words
from wasl.interfaces.web.ui.dates import digits, iraqi_date
from wasl.interfaces.web.ui.languages import LANGUAGES
from wasl.people.names import NameCard


def kinds() -> list[str]:
    """Kinds of paper that an office issues at a visit."""
    return [code for code, kind in words.programme().documents.kinds.items() if kind.at_visits]


def groups(found: Sequence[ReadyCard], chosen: tuple[str, str]) -> list[dict[str, Any]]:
    """Each kind of paper and place with how many wait."""
    counted = Counter((card.kind, card.governorate) for card in found)
    return [
        {
            "kind": words.document(kind),
            "place": words.place(place) or "—",
            "count": digits(count),
            "url": f"{reverse('document_day')}?{urlencode({'kind': kind, 'place': place})}#list",
            "current": (kind, place) == chosen,
        }
        for (kind, place), count in sorted(
            counted.items(), key=lambda one: (-one[1], words.document(one[0][0]), one[0][1])
        )
    ]


def bring(kind: str) -> str:
    """What each must bring."""
    found = words.programme().documents.kinds.get(kind)
    return words.say(found.bring) if found and found.bring else ""


def paper(
    cards: Sequence[ReadyCard],
    names: Mapping[UUID, NameCard | None],
    *,
    number: str,
    destroy_by: date,
    today: date,
    viewer: Actor,
) -> dict[str, Any]:
    """The numbered list that goes along: file number, name used and paper, and what each brings."""
    kind, place = cards[0].kind, cards[0].governorate
    language = words.language()
    return {
        "lang": language,
        "dir": LANGUAGES[language].dir,
        "owner": words.say(words.programme().header.owner),
        "title": _("Visit of the office for documents"),
        "number": number,
        "facts": [
            [_("Paper"), words.document(kind)],
            [_("Place of choice"), words.place(place) or "—"],
            [_("Each brings"), bring(kind)],
            [_("Printed by"), viewer.name],
        ],
        "destroy": _("Destroy by %(day)s") % {"day": iraqi_date(destroy_by)},
        "rule": _(
            "This list is for work of these days. It is not copied, photographed or given to anybody else."
        ),
        "headings": [_("No."), _("File number"), _("Name used"), "", _("Paper"), _("Noted")],
        "rows": [
            [
                digits(at),
                card.number,
                name.called if (name := names.get(card.person)) else "",
                "",
                words.document(kind),
            ]
            for at, card in enumerate(cards, start=1)
        ],
        "signed": [_("Destroyed on"), _("Name and signature")],
        "page": _("Page"),
        "one": digits(1),
    }


def lines(cards: Sequence[ReadyCard], names: Mapping[UUID, NameCard | None]) -> list[dict[str, Any]]:
    """Who waits for the visit."""
    return [
        {
            "number": card.number,
            "url": reverse("documents", args=[card.number]) + f"?person={card.person}",
            "name": name.called if (name := names.get(card.person)) else "",
            "section": card.section,
        }
        for card in cards
    ]
