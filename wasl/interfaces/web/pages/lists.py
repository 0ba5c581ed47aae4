"""Numbered lists on paper: what stands on one, and the register of those that are out."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wasl.access.actor import Actor
from wasl.access.enums import Purpose
from wasl.casefile.enums import FileState
from wasl.interfaces.web import words
from wasl.interfaces.web.ui.dates import as_date, digits, iraqi_date
from wasl.interfaces.web.ui.languages import LANGUAGES
from wasl.people import selectors as people
from wasl.phases.entry_assessment.selectors import arrivals
from wasl.workforce.enums import ListPurpose
from wasl.workforce.labels import word
from wasl.workforce.rules import MOST_LINES
from wasl.workforce.selectors import ListCard, ListLine


def register(found: Iterable[ListCard], staff: Mapping[UUID, str]) -> list[dict[str, Any]]:
    """Lists as lines, each with the press that ticks it while it is out."""
    return [
        {
            "ref": one.ref,
            "number": one.number,
            "who": staff.get(one.account, ""),
            "purpose": word(ListPurpose(one.purpose)),
            "lines": digits(ngettext("%(n)d line", "%(n)d lines", one.lines) % {"n": one.lines}),
            "printed": iraqi_date(as_date(one.printed_at)),
            "by": iraqi_date(one.destroy_by),
            "late": one.late,
            "gone": iraqi_date(as_date(one.destroyed_at)) if one.destroyed_at else "",
            "gone_by": staff.get(one.destroyed_by, "") if one.destroyed_by else "",
        }
        for one in found
    ]


def names(lines: Sequence[ListLine], *, viewer: Actor) -> dict[UUID, str]:
    """The name used with us of whoever heads each family, opened for printing; of an announced family as announced."""
    expected = {line.file for line in lines if line.state is FileState.EXPECTED}
    heads = people.heads((line.file for line in lines if line.file not in expected), viewer=viewer)
    wanted = [(head, people.NAME) for head in heads.values()]
    found = people.opened(wanted, viewer=viewer, purpose=Purpose.PRINT)
    said = {file: name.called for file, head in heads.items() if (name := found.name(head))}
    if expected:
        cards = arrivals.expected(viewer=viewer, limit=MOST_LINES)
        said |= {card.file: card.head.called for card in cards if card.file in expected and card.head}
    return said


def paper(
    lines: Sequence[ListLine],
    *,
    number: str,
    purpose: ListPurpose,
    destroy_by: date,
    today: date,
    viewer: Actor,
) -> dict[str, Any]:
    """What stands on the paper: as little as it takes to do the work, and who answers for it."""
    language = words.language()
    known = names(lines, viewer=viewer)
    return {
        "lang": language,
        "dir": LANGUAGES[language].dir,
        "owner": words.say(words.programme().header.owner),
        "title": _("Working list"),
        "number": number,
        "facts": [
            [_("What for"), str(word(purpose))],
            [_("Printed by"), viewer.name],
            [_("Printed on"), iraqi_date(today)],
            [_("Families"), digits(len(lines))],
        ],
        "destroy": _("Destroy by %(day)s") % {"day": iraqi_date(destroy_by)},
        "rule": _(
            "This list is for work of these days. It is not copied, photographed or given to anybody else."
        ),
        "headings": [_("No."), _("File number"), _("Name used"), _("People"), _("Next"), _("Noted")],
        "rows": [_row(at, line, known) for at, line in enumerate(lines, start=1)],
        "signed": [_("Destroyed on"), _("Name and signature")],
        "page": _("Page"),
        "one": digits(1),
    }


def _row(at: int, line: ListLine, known: Mapping[UUID, str]) -> list[str]:
    due = iraqi_date(line.due, "day_month") if line.due else ""
    return [
        digits(at),
        line.number,
        known.get(line.file, ""),
        digits(line.size) if line.size else "",
        " · ".join(part for part in (words.due(line.action), due) if part),
    ]
