"""Asking for somebody: by name within one's own work, and before a file is opened whether she has one already.

Beyond one's own work the answer is the same, perhaps or nobody: no name, no number, no place (PROTECTION P8).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from wasl.access.actor import Actor
from wasl.access.enums import Action, Purpose
from wasl.access.services import require
from wasl.casefile.models import File
from wasl.people import selectors as people
from wasl.people.models import Person
from wasl.people.names import NameCard
from wasl.people.selectors import NAME, PersonCard, card
from wasl.phases.entry_assessment.enums import Known
from wasl.vault import services as vault
from wasl.vault.client import Hit


@dataclass(frozen=True)
class FoundCard:
    """Somebody within reach who answers to a question, with her file."""

    person: PersonCard
    number: str
    state: str
    governorate: str
    district: str
    score: float
    exact: bool


@dataclass(frozen=True)
class Answer:
    """Who was found within reach, and of the others only how many bear the very same names."""

    found: tuple[FoundCard, ...]
    beyond: int
    known: Known


def search(query: str | Sequence[str], *, viewer: Actor, purpose: Purpose, beyond: bool = False) -> Answer:
    """People who bear these names; at least two parts of a name."""
    require(viewer, Action.FILE_SEARCH)
    if beyond:
        require(viewer, Action.RECEPTION_RECORD)
    hits = vault.client().search(viewer.token, str(purpose), query, beyond=beyond)
    return Answer(
        cards(hits.hits, viewer=viewer, purpose=purpose), hits.beyond, _known(hits.hits, hits.beyond)
    )


def known_already(name: NameCard, *, viewer: Actor) -> Answer:
    """Search before create: whether somebody with these names has a file, as far as the desk may be told."""
    parts = [part for part in (name.given, name.father, name.grandfather, name.laqab) if part.strip()]
    return search(parts, viewer=viewer, purpose=Purpose.RECEPTION, beyond=True)


def _known(hits: Sequence[Hit], beyond: int) -> Known:
    if beyond or any(hit.exact for hit in hits):
        return Known.SAME
    return Known.PERHAPS if hits else Known.NONE


def _each_once(hits: Sequence[Hit], rows: dict[UUID, Person]) -> Sequence[Hit]:
    """Who was written down twice is found by either name and shown once, as she stands now."""
    twice = {ref: row.same_as for ref, row in rows.items() if row.same_as}
    if not twice:
        return hits
    rows.update({row.id: row for row in Person.objects.filter(pk__in=set(twice.values()) - rows.keys())})
    seen: dict[UUID, Hit] = {}
    for hit in hits:
        ref = twice.get(hit.person) or hit.person
        seen.setdefault(ref, replace(hit, person=ref))
    for ref in twice:
        rows.pop(ref)
    return list(seen.values())


def cards(hits: Sequence[Hit], *, viewer: Actor, purpose: Purpose) -> tuple[FoundCard, ...]:
    """Those of the hits whom the viewer reaches, with their names."""
    if not hits:
        return ()
    rows = {row.id: row for row in Person.objects.filter(pk__in=[hit.person for hit in hits])}
    hits = _each_once(hits, rows)
    files: dict[UUID, File] = {
        f.file_id: f for f in File.objects.filter(pk__in={row.file_id for row in rows.values()})
    }
    found = people.opened([(ref, NAME) for ref in rows], viewer=viewer, purpose=purpose)
    return tuple(
        FoundCard(
            person=card(rows[hit.person], found),
            number=files[rows[hit.person].file_id].number,
            state=files[rows[hit.person].file_id].state,
            governorate=files[rows[hit.person].file_id].governorate,
            district=files[rows[hit.person].file_id].district,
            score=hit.score,
            exact=hit.exact,
        )
        for hit in hits
        if hit.person in rows and rows[hit.person].file_id in files
    )
