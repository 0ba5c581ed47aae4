"""Questions of whoever takes in a list of arrivals: who is known already, and which earlier import it
repeats.

Answers are references and scores. Out of reach they are given only to accounts that may ask beyond their
own work, or these two questions would tell any account whether somebody is here.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from wasl.kernel.errors import Invalid
from wasl.vault import duplicates, looking, rosters, store
from wasl.vault.index import birth_year
from wasl.vault.looking import event
from wasl.vault.memory import NAME, ROSTER, Memory
from wasl.vault.store import Connection, Principal, SealedRow
from wasl.vault.unusable import NOT_USABLE

MOST_PEOPLE = 5000
MOST_FAMILIES = 5000


def _nameable(connection: Connection, who: Principal, token: str) -> Callable[[set[UUID]], set[UUID]]:
    """Which of some files may be told to this session."""

    def keep(files: set[UUID]) -> set[UUID]:
        if not files or looking.may_ask_beyond(who):
            return files
        reaches = store.reach(connection, token, list(files))
        return {file for file, reach in reaches.items() if "identity" in reach.classes}

    return keep


def find_duplicates(memory: Memory, message: dict[str, Any]) -> dict[str, Any]:
    """For each newcomer the people who may be the same; recorded as one question.

    A newcomer who is in the records already may be named by her reference alone: her names are read here and go
    nowhere. `apart`: files that nobody is compared with, those of the list on which she came.
    """
    token, given = message["token"], message["people"]
    if len(given) > MOST_PEOPLE:
        raise Invalid("people", "too_many", most=MOST_PEOPLE)
    not_same = [(str(key), UUID(person)) for key, person in message.get("not_same") or ()]
    apart = [UUID(file) for file in message.get("apart") or ()]
    with memory.store.transaction() as connection:
        who = looking.require_principal(connection, token)
        keep = _nameable(connection, who, token)
        newcomers = [duplicates.newcomer(one) for one in _named(memory, connection, token, given)]
        matches = duplicates.propose(memory.names, newcomers, not_same, keep, apart)
        store.append_audit(connection, [_compared(who, "duplicates", len(newcomers))])
    return {
        "matches": [
            [{"person": str(one.person), "file": str(one.file), "score": one.score} for one in found]
            for found in matches
        ]
    }


def _named(
    memory: Memory, connection: Connection, token: str, given: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    """The newcomers with their names. Who is out of reach, or gone, stays without, and is like nobody."""
    asked = [UUID(one["person"]) for one in given if "given" not in one]
    if not asked:
        return given
    there = store.reach_of_people(connection, token, asked)
    reached = [person for person, (_, classes) in there.items() if "identity" in classes]
    names = {}
    for row in store.some(connection, NAME, reached):
        try:
            names[str(row.owner)] = _as_newcomer(memory.open_row(NAME, row))
        except NOT_USABLE as error:
            memory.unusable.add(NAME, row.owner, row.subject, error)
    return [one if "given" in one else one | names.get(one["person"], {}) for one in given]


def _as_newcomer(document: dict[str, Any]) -> dict[str, Any]:
    own = {part: document.get(part) for part in ("given", "father", "grandfather", "laqab", "mother")}
    return own | {"birth_year": birth_year(document)}


def roster_overlap(memory: Memory, message: dict[str, Any]) -> dict[str, Any]:
    """Which earlier import carries the same names under the same numbers, and who of each family it has."""
    token, families = message["token"], message["families"]
    if len(families) > MOST_FAMILIES:
        raise Invalid("families", "too_many", most=MOST_FAMILIES)
    named = UUID(message["batch"]) if message.get("batch") else None
    with memory.store.transaction() as connection:
        who = looking.require_principal(connection, token)
        batch, agreeing, owners, rows = _earlier(memory, connection, named, families)
        allowed = _nameable(connection, who, token)({row.file_id for row in rows.values()})
        answers = []
        for family, owner in zip(families, owners, strict=True):
            row = rows.get(owner) if owner else None
            if row is None or row.file_id not in allowed:
                answers.append(_unknown(family))
                continue
            answers.append(_compared_with(memory, row, family) or _unknown(family))
        store.append_audit(connection, [_compared(who, "roster", len(families))])
    if named:
        agreeing = sum(1 for one in answers if one["file"])
    return {"batch": str(batch) if batch else None, "agreeing": agreeing, "families": answers}


def _earlier(
    memory: Memory, connection: Connection, named: UUID | None, families: list[dict[str, Any]]
) -> tuple[UUID | None, int, list[UUID | None], dict[UUID, SealedRow]]:
    """The import meant or repeated, how many agree, and the entry of each family with its row as it stands now.

    An import that was taken back a moment ago may still be in memory; without a row left it is none any more.
    """
    gone: set[UUID] = set()
    while True:
        batch, agreeing = (named, 0) if named else memory.rosters.best_batch(families, without=gone)
        if batch is None:
            return None, 0, [None] * len(families), {}
        owners = memory.rosters.entries_of(batch, families)
        there = [owner for owner in owners if owner is not None]
        rows = {row.owner: row for row in store.some(connection, ROSTER, there)}
        if rows or named:
            return batch, agreeing, owners, rows
        gone.add(batch)


def _compared_with(memory: Memory, row: SealedRow, family: dict[str, Any]) -> dict[str, Any] | None:
    """Who of a family stands in an entry; None for nobody, and for an entry that cannot be used any more."""
    asked: list[Any] = [dict(member) for member in family["members"]]
    try:
        members = memory.open_row(ROSTER, row)["members"]
        found = rosters.recognise(asked, members)
        known = [None if at is None else members[at].get("person") for at in found]
    except NOT_USABLE as error:
        memory.unusable.add(ROSTER, row.owner, row.subject, error)
        return None
    if not rosters.same_family(found, members):
        return None
    return {
        "number": family["number"], "entry": str(row.owner), "file": str(row.file_id), "known": known,
    }  # fmt: skip


def _unknown(family: dict[str, Any]) -> dict[str, Any]:
    known = [None] * len(family["members"])
    return {"number": family["number"], "entry": None, "file": None, "known": known}


def _compared(who: Principal, what: str, count: int) -> dict[str, Any]:
    return event(who, "compared", resource_kind=what, purpose="arrival", code=f"asked:{count}")
