"""Sealed cases: whatever a line does for one person, envelope after envelope, under a code instead of a name.

A case is nothing but its envelopes. Which belong together, whose they are and who works on them is known here only, in
memory; the database holds random ids and two lengths of noise. Its worker and the supervisor of the line read it as
long as they reach the file; to a colleague of the same line, and to everybody else, there is no such code.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from wasl.kernel.decision import refuse
from wasl.kernel.errors import Refused
from wasl.kernel.refs import ALPHABET
from wasl.vault import crypto, looking, store
from wasl.vault.circle import IN_PERSON, check_line, closed, content_of, disguised, supervises
from wasl.vault.envelopes import Case, Item
from wasl.vault.looking import event
from wasl.vault.memory import NAME, KeyMaker, Memory
from wasl.vault.store import Connection, Principal, Reach

#: the class of fields that goes with work in a line
CLASSES = {"clinical": "clinical"}
NOTHING = Reach(frozenset(), False)


def may_work(case: Case, who: Principal, reach: Reach) -> bool:
    """Its worker, or who supervises its line, today and in this file; never a program."""
    if who.kind not in IN_PERSON:
        return False
    line = case.opened.line
    own = case.worker == who.account and CLASSES.get(line, "sealed") in reach.classes
    return own or supervises(line) in reach.classes


def open_case(memory: Memory, maker: KeyMaker, message: dict[str, Any]) -> dict[str, Any]:
    """The first envelope of a case, with a code that was never given before and follows from nothing."""
    file, person, line = UUID(message["file"]), UUID(message["person"]), check_line(message["line"])
    with memory.store.transaction() as connection:
        who = looking.require_principal(connection, message["token"])
        reach = store.reach(connection, message["token"], [file]).get(file, NOTHING)
        if who.kind not in IN_PERSON or CLASSES.get(line, "sealed") not in reach.classes:
            raise Refused(refuse("not_reached"), "person")
        memory.take_new_envelopes(connection)
        known = memory.envelopes.cases()
        for case in known:
            about = (case.opened.person, case.opened.line) == (person, line)
            if about and may_work(case, who, reach):
                raise Refused(refuse("case_is_there"))
        home = store.homes(connection, [person]).get(person)
    if home != file:
        raise Refused(refuse("subject_unknown"))
    code = _new_code({case.code for case in known})
    content = _content(message, who) | {
        "file": str(file), "person": str(person), "line": line, "case": str(uuid4()), "code": code,
    }  # fmt: skip
    return closed(memory, maker, person, content) | {"code": code}


def add(memory: Memory, maker: KeyMaker, message: dict[str, Any]) -> dict[str, Any]:
    """One more envelope. Of whom it is, is taken from the case and never from who asks."""
    with memory.store.transaction() as connection:
        who = looking.require_principal(connection, message["token"])
        case = _find(memory, connection, message, who)
    if case is None:
        raise Refused(refuse("envelope_unknown"), "person")
    of = case.opened
    content = _content(message, who) | {
        "file": str(of.file), "person": str(of.person), "line": of.line, "case": str(case.id),
    }  # fmt: skip
    if message.get("to"):
        content["to"] = str(UUID(message["to"]))
    return closed(memory, maker, of.subject, content)


def cases(memory: Memory, message: dict[str, Any]) -> dict[str, Any]:
    """The cases that are the session's to see, by code. Neither file nor person is among what is answered."""
    token, purpose = message["token"], looking.check_purpose(message["purpose"])
    file = UUID(message["file"]) if message.get("file") else None
    with memory.store.transaction() as connection:
        who = looking.require_principal(connection, token)
        memory.take_new_envelopes(connection)
        found = [case for case in memory.envelopes.cases() if file in (None, case.opened.file)]
        found = _within(connection, token, who, found)
        told = _told(memory, connection, found)
        if _of_a_line(who):
            _record(memory, connection, who, purpose, file or who.account)
    return {"cases": told}


def one(memory: Memory, message: dict[str, Any]) -> dict[str, Any]:
    """One case by its code, with file and person, for whoever works on it."""
    purpose = looking.check_purpose(message["purpose"])
    with memory.store.transaction() as connection:
        who = looking.require_principal(connection, message["token"])
        case = _find(memory, connection, message, who)
        if case is None:
            return {"case": None}
        (told,) = _told(memory, connection, [case])
        _record(memory, connection, who, purpose, case.opened.file)
    return {"case": told | {"file": str(case.opened.file), "person": str(case.opened.person)}}


def name(memory: Memory, message: dict[str, Any]) -> dict[str, Any]:
    """The name behind a code. A look that the record tells from reading the case, without telling of which family."""
    purpose = looking.check_purpose(message["purpose"])
    with memory.store.transaction() as connection:
        who = looking.require_principal(connection, message["token"])
        case = _find(memory, connection, message, who)
        if case is None or case.opened.person is None:
            return {"name": None}
        document = None
        for row in store.some(connection, NAME, [case.opened.person]):
            try:
                document = memory.open_row(NAME, row)
            except crypto.Tampered:
                document = None
        _record(memory, connection, who, purpose, case.opened.file, code="name")
    return {"name": document}


def _content(message: dict[str, Any], who: Principal) -> dict[str, Any]:
    """What the caller wrote; who and when are the vault's to say."""
    return {
        "payload": dict(message["payload"]),
        "worker": str(who.account),
        "at": datetime.now(UTC).isoformat(timespec="microseconds"),
    }


def _new_code(known: set[str]) -> str:
    """Seven letters and digits, with no letter for the line: whoever finds the paper learns nothing from it."""
    while True:
        drawn = "".join(secrets.choice(ALPHABET) for _ in range(7))
        code = f"{drawn[:3]}-{drawn[3:]}"
        if code not in known:
            return code


def _find(memory: Memory, connection: Connection, message: dict[str, Any], who: Principal) -> Case | None:
    memory.take_new_envelopes(connection)
    code = str(message["code"])
    found = [case for case in memory.envelopes.cases() if case.code == code]
    within = _within(connection, message["token"], who, found)
    return within[0] if within else None


def _within(connection: Connection, token: str, who: Principal, found: Sequence[Case]) -> list[Case]:
    likely = [
        case for case in found if who.account == case.worker or supervises(case.opened.line) in who.classes
    ]
    reaches = store.reach(connection, token, [case.opened.file for case in likely]) if likely else {}
    return [case for case in likely if may_work(case, who, reaches.get(case.opened.file, NOTHING))]


def _of_a_line(who: Principal) -> bool:
    return any(one in ("sealed", "clinical") or one.startswith("sealed:") for one in who.classes)


def _told(memory: Memory, connection: Connection, found: Iterable[Case]) -> list[dict[str, Any]]:
    """Cases with all that was done in them, opened; in the order of their codes, which tells of no order in time."""
    items = {case.id: memory.envelopes.of_case(case.id) for case in found}
    every = [item for of in items.values() for item in of]
    rows = dict(store.envelopes(connection, [item.id for item in every])) if every else {}
    keys = store.subject_keys(connection, [item.subject for item in every]) if every else {}

    def told(item: Item) -> dict[str, Any] | None:
        content = content_of(memory, item, rows.get(item.id), keys.get(item.subject))
        if content is None:
            return None
        return {
            "id": str(item.id), "by": str(item.worker), "at": item.at, "payload": content["payload"],
            "to": str(item.to) if item.to else None,
        }  # fmt: skip

    return [
        {
            "code": case.code, "line": case.opened.line, "worker": str(case.worker),
            "acts": [one for item in items[case.id] if (one := told(item)) is not None],
        }
        for case in sorted(found, key=lambda case: case.code)
    ]  # fmt: skip


def _record(
    memory: Memory, connection: Connection, who: Principal, purpose: str, about: UUID, code: str | None = None
) -> None:
    """One event, whatever was found; which file it was the record tells to this vault only."""
    row = event(who, "sealed_opened", purpose=purpose, resource_kind="sealed", code=code)
    store.append_audit(connection, [row | {"resource": disguised(memory.ring, row["id"], about)}])
