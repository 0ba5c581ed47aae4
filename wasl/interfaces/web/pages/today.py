"""The centre's day as tables of one shape: so many families, how many headed by a woman, and who is in them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from wasl.access.selectors import TeamCard
from wasl.casefile.enums import WaitingReason
from wasl.interfaces.web import words
from wasl.interfaces.web.ui.dates import days, digits
from wasl.journey.enums import NextAction
from wasl.journey.labels import word
from wasl.reporting.rules import Day, Group

HEADINGS: tuple[str | Promise, ...] = (
    gettext_lazy("Families"),
    gettext_lazy("Headed by a woman"),
    gettext_lazy("Women"),
    gettext_lazy("Men"),
    gettext_lazy("Girls"),
    gettext_lazy("Boys"),
    gettext_lazy("Not met yet"),
    gettext_lazy("People"),
)


@dataclass(frozen=True)
class Row:
    """A line of a table: its words and the numbers under HEADINGS."""

    label: str
    numbers: tuple[int, ...]
    strong: bool = False

    @property
    def told(self) -> list[tuple[str | Promise, int]]:
        """Each number with its heading, as a phone shows them."""
        return list(zip(HEADINGS, self.numbers, strict=True))


@dataclass(frozen=True)
class Table:
    """A table with its title, and what to say when it has no line."""

    code: str
    title: str
    rows: tuple[Row, ...]
    empty: str = ""


def tables(day: Day, teams: Iterable[TeamCard]) -> list[Table]:
    """Everything on the page, in the order in which a manager asks for it."""
    sections = {team.code: words.say(team.name) for team in teams}
    return [
        Table(
            "inside",
            _("In the centre, by section"),
            _sections(day, sections),
            _("No family is in the centre."),
        ),
        Table("moves", _("Coming and leaving"), _moves(day)),
        Table(
            "late",
            _("Late today"),
            tuple(_row(word(NextAction(code)), group) for code, group in day.late.items()),
            _("Nothing is late."),
        ),
        Table(
            "waiting",
            _("Waiting for"),
            tuple(_row(words.label(WaitingReason(code)), group) for code, group in day.waiting.items()),
            _("No family waits for anything from outside."),
        ),
        Table("stay", _("Stay against plan"), _stays(day)),
        Table(
            "ending",
            _("Planned to end"),
            tuple(
                _row(ngettext("Within a day", "Within %(days)s days", count) % {"days": digits(count)}, group)
                for count, group in day.ending.items()
            ),
        ),
    ]


def places(day: Day, families: int, people: int) -> list[dict[str, Any]]:
    """How full the centre is, and what is free (R003)."""
    return [
        _place(_("Families"), day.inside.families, families),
        _place(_("People"), day.inside.heads.people, people),
    ]


def numbers(group: Group) -> tuple[int, ...]:
    """A group under HEADINGS."""
    heads = group.heads
    return (
        group.families, group.woman_headed, heads.women, heads.men, heads.girls, heads.boys, heads.unknown,
        heads.people,
    )  # fmt: skip


def _place(label: str, inside: int, capacity: int) -> dict[str, Any]:
    return {"label": label, "inside": inside, "capacity": capacity, "free": max(capacity - inside, 0),
            "over": max(inside - capacity, 0)}  # fmt: skip


def _row(label: str | Promise, group: Group, *, strong: bool = False) -> Row:
    return Row(str(label), numbers(group), strong)


def _sections(day: Day, names: dict[str, str]) -> tuple[Row, ...]:
    if not day.inside.families:
        return ()
    lines = [
        _row(names.get(code, code) or _("Not assigned yet"), group) for code, group in day.sections.items()
    ]
    return (*lines, _row(_("Altogether"), day.inside, strong=True))


def _moves(day: Day) -> tuple[Row, ...]:
    return (
        _row(_("Expected"), day.expected),
        _row(_("Arrived today"), day.arrived),
        _row(_("Arrived in seven days"), day.arrived_week),
        _row(_("Left today"), day.left),
        _row(_("Left in seven days"), day.left_week),
    )


def _stays(day: Day) -> tuple[Row, ...]:
    longest = _("Longer than the longest planned stay")
    if day.longest_days:
        longest = _("%(words)s (longest: %(days)s)") % {"words": longest, "days": days(day.longest_days)}
    return (
        _row(_("Within the planned stay"), day.within),
        _row(_("Past the planned end"), day.over_planned),
        _row(longest, day.over_longest),
    )
