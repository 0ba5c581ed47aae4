"""Document days: whose papers wait for nothing but one visit of the office that issues them.

A paper is ready when it is wanted, is not there, is issued at visits and stands at a step after which only the visit is
missing; which kinds and steps those are says the programme. Two statements, however many families there are.
"""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from wasl.access.actor import Actor
from wasl.casefile.enums import ENDED, FileState
from wasl.casefile.models import Document, File

#: one more than a list of paper can hold is enough to say that there are more
MOST = 400
#: who still waits at the centre, in the order of the way
HERE = tuple(str(state) for state in FileState if state not in ENDED and state is not FileState.EXPECTED)


@dataclass(frozen=True)
class ReadyCard:
    """One paper of one person that only the visit is missing for."""

    file: UUID
    number: str
    governorate: str
    district: str
    section: str
    person: UUID
    kind: str


def ready(
    *, viewer: Actor, kinds: Collection[str], states: Collection[str], steps: Collection[str],
    teams: Collection[int] | None = None,
) -> list[ReadyCard]:  # fmt: skip
    """Papers that are ready, of one's own families or of some teams, by kind and file."""
    files = File.objects.filter(state__in=HERE)
    files = files.filter(worker=viewer.account) if teams is None else files.filter(team_id__in=list(teams))
    known = {
        row[0]: row for row in files.values_list("file_id", "number", "governorate", "district", "section")
    }
    papers = Document.objects.filter(
        file_id__in=files.values("file_id"), person__active=True, wanted=True, kind__in=list(kinds),
        state__in=list(states), step__in=list(steps),
    )  # fmt: skip
    found = papers.order_by("kind", "file_id", "id").values_list("file_id", "person_id", "kind")[:MOST]
    cards = [ReadyCard(*known[file], person, kind) for file, person, kind in found if file in known]
    return sorted(cards, key=lambda card: (card.kind, card.number, str(card.person)))
