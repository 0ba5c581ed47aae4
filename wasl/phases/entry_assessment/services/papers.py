"""The documents of a whole family at once: one board, one form, as many rows as there are papers and people."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from wasl.access import policy
from wasl.access.actor import Actor
from wasl.access.enums import Action
from wasl.access.services import command, require
from wasl.audit import services as audit
from wasl.audit.enums import EventType
from wasl.casefile.enums import DocumentState
from wasl.casefile.models import Document
from wasl.casefile.selectors.files import lock
from wasl.casefile.services.files import touch
from wasl.kernel.clock import today
from wasl.kernel.errors import Invalid, NotFound
from wasl.kernel.refs import new_id
from wasl.people.models import Person
from wasl.phases.entry_assessment.selectors.papers import NUMBER
from wasl.vault import services as vault
from wasl.vault.client import Plain

LONGEST_NUMBER = 40


@dataclass(frozen=True)
class Paper:
    """How one kind of paper stands for one person; `wanted`: the person wishes to have it. Its number is sealed;
    None leaves the number as it is, and an empty one takes it away.
    """

    person: UUID
    kind: str
    state: DocumentState
    wanted: bool = False
    step: str = ""
    number: str | None = None


@command
def papers_record(*, file: UUID, papers: Sequence[Paper], by: Actor) -> int:
    """Write down how the papers stand; answers how many have changed."""
    row = lock(file, by=by)
    require(by, Action.DOCUMENT_RECORD, on=row)
    _check(file, papers)
    known = {(d.person_id, d.kind): d for d in Document.objects.select_for_update().filter(file_id=file)}
    fresh, changed, numbered = [], [], []
    for paper in papers:
        there = known.get((paper.person, paper.kind))
        if there is None:
            there = Document(
                id=new_id(), file_id=file, team_id=row.team_id, person_id=paper.person, kind=paper.kind,
                state=str(paper.state), wanted=paper.wanted, step=paper.step, since=today(),
            )  # fmt: skip
            fresh.append(there)
        elif (there.state, there.wanted, there.step) != (paper.state, paper.wanted, paper.step):
            there.since = today() if there.state != paper.state else there.since
            there.state, there.wanted, there.step = str(paper.state), paper.wanted, paper.step
            there.version += 1
            changed.append(there)
        if paper.number is not None:
            numbered.append((there, paper.number.strip()))
    Document.objects.bulk_create(fresh)
    Document.objects.bulk_update(changed, ["state", "wanted", "step", "since", "version"])
    vault.write([Plain(one.id, NUMBER, one.person_id, file, row.team_id, number) for one, number in numbered])
    written = {one.id: one for one in (*fresh, *changed, *(one for one, _ in numbered))}
    if written:
        touch(row, [])
    told = {one.id for one, _ in numbered}
    for one in written.values():
        audit.record(
            EventType.DOCUMENT_RECORDED,
            by=by,
            on=one,
            person=one.person_id,
            code=one.state,
            fields=[one.kind, NUMBER] if one.id in told else [one.kind],
        )
    return len(written)


def _check(file: UUID, papers: Sequence[Paper]) -> None:
    """Papers of this family's people, of kinds and steps that the programme knows."""
    asked = {paper.person for paper in papers}
    if asked - set(Person.objects.filter(file_id=file, pk__in=asked).values_list("id", flat=True)):
        raise NotFound
    documents = policy.programme().documents
    for paper in papers:
        if paper.number and len(paper.number) > LONGEST_NUMBER:
            raise Invalid("number", "too_long")
        if paper.kind not in documents.kinds:
            raise Invalid("kind", "document_unknown")
        if paper.step and paper.step not in documents.steps:
            raise Invalid("step", "document_step_unknown")
