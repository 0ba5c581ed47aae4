"""What the pages of a list show: what was understood, what is wrong where, who may be known, what was done."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wasl.access.actor import Actor
from wasl.access.enums import Purpose
from wasl.interfaces.web import words
from wasl.interfaces.web.pages.alike import beside
from wasl.interfaces.web.pages.reception import born
from wasl.interfaces.web.ui.dates import digits, iraqi_date
from wasl.people.names import NameCard, from_document
from wasl.phases.entry_assessment.importer import Expected, Name, Roster, RosterError, RosterPerson
from wasl.phases.entry_assessment.labels import REASONS, REMEDIES, word
from wasl.phases.entry_assessment.selectors.arrivals import BatchCard
from wasl.phases.entry_assessment.selectors.comparing import Proposal
from wasl.phases.entry_assessment.selectors.search import cards
from wasl.phases.entry_assessment.selectors.uploads import UploadCard
from wasl.phases.entry_assessment.services.rosters import Imported
from wasl.vault.client import Hit

MOST_FAULTS, MOST_PAIRS = 200, 12


def faults(errors: Sequence[RosterError]) -> list[dict[str, Any]]:
    """What is wrong, with its line, its column and what to do."""
    return [
        {
            "row": error.row,
            "column": error.column,
            "what": REASONS.get(error.code, ""),
            "remedy": REMEDIES.get(error.code, ""),
        }
        for error in sorted(errors, key=lambda one: one.row)[:MOST_FAULTS]
    ]


def reported(report: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The faults of a report that was kept."""
    return faults([RosterError(one["row"], one["column"], one["code"]) for one in report["errors"]])


def numbers(report: Mapping[str, Any], *, compared: bool = True) -> list[dict[str, Any]]:
    """The import in numbers, the same that the command prints; who may be known only when that was looked for."""
    told = [
        {"term": _("In the list"), "value": _families(report["families"], report["people"])},
        {"term": _("Added"), "value": _families(report["created_families"], report["created_people"])},
        {"term": _("Left out, with an error"), "value": digits(report["skipped_families"])},
    ]
    known = {"term": _("Perhaps known already"), "value": digits(len(report["possible_duplicates"]))}
    return [*told, known] if compared else told


def _families(families: int, people: int) -> str:
    parts = [ngettext("%(n)d family", "%(n)d families", families) % {"n": families}]
    if people or not families:  # of families who are only announced nobody is written down
        parts.append(ngettext("%(n)d person", "%(n)d people", people) % {"n": people})
    return digits(" · ".join(parts))


def pairs(found: Roster | Expected, done: Imported, *, viewer: Actor) -> list[dict[str, Any]]:
    """Newcomers beside people who have a file, line by line; nothing is joined by itself."""
    if isinstance(found, Expected) or not done.proposals:
        return []
    lines = {person.row: person for family in found.families for person in family.people}
    shown = done.proposals[:MOST_PAIRS]
    hits = [Hit(ref, UUID(int=0), score, False) for one in shown for ref, score in _matches(one)]
    known = {card.person.ref: card for card in cards(hits, viewer=viewer, purpose=Purpose.IMPORT)}
    return [
        {
            "name": name.three,
            "row": one.row,
            "beside": [beside(name, person.sex, known[ref]) for ref, _score in _matches(one) if ref in known],
        }
        for one in shown
        for person in [lines[one.row]]
        for name in [from_document(person.identity())]
    ]


def _matches(one: Proposal) -> list[tuple[UUID, float]]:
    return [(ref, score) for ref, (_number, score) in zip(one.people, one.matches, strict=True)]


def sample(found: Roster | Expected) -> list[dict[str, Any]]:
    """The first family as it was understood, so that a shifted column is seen at once."""
    if isinstance(found, Expected):
        return [{"name": _written(one.head).full, "facts": digits(one.count)} for one in found.families[:1]]
    return [_line(person) for family in found.families[:1] for person in family.people]


def _written(name: Name) -> NameCard:
    return NameCard(
        given=name.given, father=name.father, grandfather=name.grandfather, great=name.great, laqab=name.laqab
    )


def _line(person: RosterPerson) -> dict[str, Any]:
    name = from_document(person.identity())
    facts = [words.label(person.sex), born(name), words.label(person.relation) if person.relation else ""]
    return {"name": name.full, "facts": " · ".join(str(one) for one in facts if one)}


def on_the_way(found: Sequence[UploadCard]) -> list[dict[str, Any]]:
    """One's own lists of the last weeks."""
    return [
        {
            "url": f"{reverse('roster')}?list={one.ref}",
            "what": _("Announced families") if one.expected else _("Families who have arrived"),
            "state": word(one.state),
            "on": iraqi_date(one.made_at.date()),
            "lines": one.lines,
            "open": one.open,
        }
        for one in found
    ]


def earlier(found: Sequence[BatchCard]) -> list[dict[str, Any]]:
    """Imports of the team, with what can be taken back."""
    return [
        {
            "ref": one.ref,
            "label": one.label,
            "what": _families(one.families, one.people),
            "expected": one.expected,
            "on": iraqi_date(one.made_at.date()),
            "undone": iraqi_date(one.undone_at.date()) if one.undone_at else "",
        }
        for one in found
    ]
