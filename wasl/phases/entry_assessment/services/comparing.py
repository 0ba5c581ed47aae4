"""Who of an imported list may be known already: asked of the vault when the list is written, part by part.

The import does not wait for it. What is still to be compared is written with the files, in the same transaction, and
sealed for the account that imports; whatever stops the comparison, the page of the report or the next import of that
account goes on where it stood. Nobody is ever merged by it.
"""

import json
from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from wasl.access.actor import Actor
from wasl.access.enums import Action
from wasl.access.services import command, require
from wasl.audit import services as audit
from wasl.audit.enums import EventType
from wasl.casefile.models import File
from wasl.kernel.clock import now
from wasl.kernel.refs import new_id
from wasl.phases.entry_assessment.models import Batch, Comparison
from wasl.phases.entry_assessment.selectors.comparing import Proposal, as_proposals, label_of, recalled
from wasl.phases.entry_assessment.services.taking import Taken
from wasl.vault import services as vault
from wasl.vault.client import Match

AT_ONCE = 1000
FAMILY, LINE, PERSON, FILE, SEX, FRESH = range(6)
"""What stands where in a line that is still to be compared."""


def keep(taken: Taken, batch: Batch, upload: UUID | None, *, by: Actor) -> UUID | None:
    """Keep who is to be compared, in the transaction that writes them; answers with the comparison, if there is any."""
    if not taken.newcomers:
        return None
    ref, fresh = new_id(), {row.file_id for row in (*taken.files, *taken.received)}
    lines = [
        [family.number, person.row, who.hex, file.hex, str(person.sex), int(file in fresh)]
        for family, person, who, file in taken.newcomers
    ]
    Comparison.objects.create(
        id=ref, account=by.account, team_id=batch.team_id, batch=batch.id, upload=upload, made_at=now(),
        people=len(lines), content=_sealed(ref, "content", lines, by),
    )  # fmt: skip
    return ref


@command
def comparison_go_on(*, comparison: UUID, by: Actor) -> bool:
    """Compare the next part, whole families of it, and keep what was found; answers whether there is more to do.

    Where somebody else is at it, or it is over and taken, there is nothing to do here.
    """
    waiting = Comparison.objects.select_for_update(skip_locked=True)
    row = waiting.filter(pk=comparison, account=by.account).first()
    require(by, Action.ROSTER_IMPORT)
    if row is None or row.done >= row.people:
        return False
    lines = recalled(row, "content", by)
    part = _next(lines, row.done)
    apart = {UUID(line[FILE]) for line in lines if line[FRESH]}
    answers = vault.client().duplicates(by.token, [_asked(line) for line in part], apart=list(apart))
    found = recalled(row, "found", by) + _found(part, answers)
    row.found, row.done = _sealed(row.id, "found", found, by), row.done + len(part)
    row.save(update_fields=["found", "done"])
    audit.record(EventType.ROSTER_IMPORTED, by=by, code=f"compared:{len(part)}", purpose="import")
    return row.done < row.people


@command
def comparison_end(*, comparison: UUID, by: Actor) -> None:
    """What was found has been told; nothing is kept of the comparison."""
    require(by, Action.ROSTER_IMPORT)
    Comparison.objects.filter(pk=comparison, account=by.account).delete()
    audit.record(EventType.ROSTER_IMPORTED, by=by, code="compared", purpose="import")


def asked_before(taken: Taken, *, by: Actor) -> tuple[Proposal, ...]:
    """Who of a list that is only looked at may be known already; its people are asked for by their names."""
    if not taken.newcomers:
        return ()
    lines = [[family.number, person.row] for family, person, _, _ in taken.newcomers]
    asked = [
        {
            "key": str(ref),
            "family": family.number,
            "given": person.name.given,
            "father": person.name.father,
            "grandfather": person.name.grandfather,
            "laqab": person.name.laqab,
            "mother": person.mother[0],
            "sex": str(person.sex),
            "birth_year": person.birth.date.year if person.birth.date else 0,
            "person": str(ref),
            "file": str(file),
        }
        for family, person, ref, file in taken.newcomers
    ]
    return as_proposals(_found(lines, vault.client().duplicates(by.token, asked)))


def _asked(line: Sequence[Any]) -> dict[str, str]:
    """Somebody by reference: her names stay in the vault."""
    person, file = str(UUID(line[PERSON])), str(UUID(line[FILE]))
    return {"key": person, "family": line[FAMILY], "person": person, "file": file, "sex": line[SEX]}


def _next(lines: Sequence[Sequence[Any]], done: int) -> Sequence[Sequence[Any]]:
    """The lines from here on, as many as are asked at once, and the rest of the last family."""
    end = min(len(lines), done + AT_ONCE)
    while end < len(lines) and lines[end][FAMILY] == lines[end - 1][FAMILY]:
        end += 1
    return lines[done:end]


def _found(lines: Sequence[Sequence[Any]], answers: Sequence[Sequence[Match]]) -> list[Any]:
    files = {match.file for matches in answers for match in matches}
    numbers = dict(File.objects.filter(pk__in=files).values_list("file_id", "number")) if files else {}
    return [
        [line[FAMILY], line[LINE], list(_matches(matches, numbers))]
        for line, matches in zip(lines, answers, strict=True)
        if matches
    ]


def _matches(matches: Sequence[Match], numbers: dict[UUID, str]) -> Iterator[list[Any]]:
    """Whom she is like: a file's number where it is within reach, else only a reference."""
    for match in matches:
        yield [numbers.get(match.file, str(match.person)), match.score, match.person.hex]


def _sealed(ref: UUID, what: str, value: Sequence[Any], by: Actor) -> bytes:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return vault.client().keep(label_of(ref, what), text, token=by.token)
