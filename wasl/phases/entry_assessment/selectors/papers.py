"""The numbers of papers, sealed like names: opened for whoever writes the papers down, one person at a time."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from wasl.access import selectors as access
from wasl.access.actor import Actor
from wasl.access.enums import Action, Purpose
from wasl.access.services import require
from wasl.casefile.models import Document
from wasl.people import selectors as people

NUMBER = "identity:number"


@dataclass(frozen=True)
class Numbers:
    """Number by kind of paper. `sealed`: nothing could be opened, so nothing may be written over it."""

    by_kind: Mapping[str, str]
    sealed: bool


def numbers(file: UUID, person: UUID, *, viewer: Actor) -> Numbers:
    """The numbers of one person's papers, as far as they are known."""
    require(viewer, Action.DOCUMENT_RECORD, on=access.hold(file, viewer=viewer))
    rows = Document.objects.filter(file_id=file, person_id=person)
    kinds = dict(rows.values_list("id", "kind"))
    found = people.opened([(ref, NUMBER) for ref in kinds], viewer=viewer, purpose=Purpose.CARE)
    return Numbers({kind: found.text(ref, NUMBER) for ref, kind in kinds.items()}, found.sealed)
