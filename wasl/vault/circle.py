"""Writing and reading the sealed circle: her own worker, and who supervises that line; to all others,
nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID, uuid4

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from wasl.kernel.decision import refuse
from wasl.kernel.errors import Invalid, Refused
from wasl.vault import crypto, envelopes, looking, store
from wasl.vault.envelopes import Item
from wasl.vault.keyring import Keyring
from wasl.vault.looking import event
from wasl.vault.memory import KeyMaker, Memory
from wasl.vault.protocol import to_text
from wasl.vault.store import Principal, Reach

MOST_FILES = 200
LINE_LENGTH = 40
#: no line of work: a person's own page, which whoever works with her may read, and of which no table knows
OWN = "own"
IN_PERSON = frozenset({"web", "command"})


def supervises(line: str) -> str:
    """The class that lets a supervisor of a line read its envelopes."""
    return f"sealed:{line}:supervise"


def may_read(item: Item, who: Principal, reach: Reach | None) -> bool:
    """Own worker or supervisor of the line, and the file within reach today; of an own page, who works with her."""
    if reach is None:
        return False
    if item.line == OWN:
        return works_with_her(who, reach)
    return item.worker == who.account or supervises(item.line) in reach.classes


def works_with_her(who: Principal, reach: Reach) -> bool:
    """The family's worker and her team, in person, and not whoever reaches a whole site."""
    return who.kind in IN_PERSON and "notes" in reach.classes and reach.working_set


def seal_envelope(memory: Memory, maker: KeyMaker, message: dict[str, Any]) -> dict[str, Any]:
    """An envelope for the caller to store in its own transaction. Its worker is who asks."""
    token, content = message["token"], dict(message["payload"])
    file = UUID(content["file"])
    line = check_line(content["line"])
    for name in ("case", "code", "at", "to"):
        content.pop(name, None)
    subject = UUID(content["person"]) if content.get("person") else file
    with memory.store.transaction() as connection:
        who = looking.require_principal(connection, token)
        reach = store.reach(connection, token, [file]).get(file)
        if reach is None or (line == OWN and not works_with_her(who, reach)):
            raise Refused(refuse("not_reached"), "person")
        _check_superseded(memory, who, reach, content)
    content["worker"] = str(who.account)
    return closed(memory, maker, subject, content)


def check_line(line: Any) -> str:
    """A line is a code, so that nothing else can be written where one stands."""
    text = str(line)
    if not text.replace("_", "").isalnum() or len(text) > LINE_LENGTH:
        raise Invalid("line", "not_a_code")
    return text


def closed(memory: Memory, maker: KeyMaker, subject: UUID, content: dict[str, Any]) -> dict[str, Any]:
    """An envelope with its random id, under the key of whom it is about."""
    keys, fresh, erased = maker.keys_for([subject])
    if erased or fresh:
        raise Refused(refuse("subject_erased" if erased else "subject_unknown"))
    envelope = uuid4()
    sealed = envelopes.close(memory.ring, keys[subject], envelope, subject, content)
    return {"id": str(envelope), "sealed": to_text(sealed)}


def _check_superseded(memory: Memory, who: Principal, reach: Reach, content: dict[str, Any]) -> None:
    """Only what one may read may be replaced, and by an item of the same file."""
    if not content.get("supersedes"):
        return
    earlier = memory.envelopes.items.get(UUID(content["supersedes"]))
    if earlier is None or str(earlier.file) != content["file"] or not may_read(earlier, who, reach):
        raise Refused(refuse("envelope_unknown"), "person")


def open_envelopes(memory: Memory, message: dict[str, Any]) -> dict[str, Any]:
    """The items of some files that the session may read. The record names neither envelope nor file nor person."""
    token, purpose = message["token"], looking.check_purpose(message["purpose"])
    files, own = [UUID(file) for file in message["files"]], bool(message.get("own"))
    if len(files) > MOST_FILES:
        raise Invalid("files", "too_many", most=MOST_FILES)
    opened = []
    with memory.store.transaction() as connection:
        who = looking.require_principal(connection, token)
        reaches = store.reach(connection, token, files)
        memory.take_new_envelopes(connection)
        items = [
            item
            for item in memory.envelopes.of_files(files)
            if (item.line == OWN) is own and may_read(item, who, reaches.get(item.file))
        ]
        if items:
            rows = dict(store.envelopes(connection, [item.id for item in items]))
            keys = store.subject_keys(connection, [item.subject for item in items])
            for item in items:
                content = content_of(memory, item, rows.get(item.id), keys.get(item.subject))
                if content is not None:
                    opened.append({**content, "id": str(item.id)})
        if own or works_in_a_line(who):
            _record(memory, connection, who, purpose, files)
    return {"envelopes": opened}


def works_in_a_line(who: Principal) -> bool:
    """Whether this account has anything to do with the sealed circle at all."""
    return any(one == "sealed" or one.startswith("sealed:") for one in who.classes)


def _record(memory: Memory, connection: Any, who: Principal, purpose: str, files: Sequence[UUID]) -> None:
    """One event for each file that was asked about, whether anything lies there or not. Which file it was, the record
    says to this vault only: to whoever reads the database each event names something that is nowhere else in it.
    """
    events = []
    for file in files:
        row = event(who, "sealed_opened", purpose=purpose, resource_kind="sealed")
        events.append(row | {"resource": disguised(memory.ring, row["id"], file)})
    store.append_audit(connection, events)


def disguised(ring: Keyring, about: UUID, ref: UUID) -> UUID:
    """A reference as an event of the record carries it: a block under the vault's own key, another one each time."""
    return UUID(bytes=_block(ring).encryptor().update(_xor(ref, about)))


def undisguised(ring: Keyring, about: UUID, told: UUID) -> UUID:
    """The reference again, for whoever holds the keys and asks who read in the sealed circle of a file."""
    return UUID(bytes=_xor(UUID(bytes=_block(ring).decryptor().update(told.bytes)), about))


def _block(ring: Keyring) -> Cipher[modes.ECB]:
    """One block is all there ever is, and the event's random id makes every one another."""
    return Cipher(algorithms.AES(ring.own_key("record")), modes.ECB())  # noqa: S305


def _xor(one: UUID, other: UUID) -> bytes:
    return (one.int ^ other.int).to_bytes(16, "big")


def content_of(
    memory: Memory, item: Item, sealed: bytes | None, stored: tuple[int, bytes] | None
) -> dict[str, Any] | None:
    if sealed is None or stored is None or not stored[1]:
        return None
    try:
        subject, inner = envelopes.subject_of(memory.ring, item.id, bytes(sealed))
        return envelopes.content_of(memory.keys.key(*stored), item.id, subject, inner)
    except crypto.Tampered:
        return None
