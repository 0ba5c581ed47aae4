"""The sealed circle (violence in the home, child protection, clinical): items that nobody else can tell
exist.

An envelope is two layers. Outside, a key of the vault's own and one of two fixed lengths: a random id and
noise. Inside, the person's own key, so that erasing the person erases the item. Which file, which person,
which line and which worker it belongs to is known only here, in memory, while the vault is unsealed.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from wasl.kernel.errors import Invalid
from wasl.vault import crypto
from wasl.vault.keyring import Keyring

SIZES = (1024, 8192)
SUBJECT_BYTES = 16
_CLASS = crypto.CLASSES["sealed"]


@dataclass(frozen=True)
class Item:
    """Where one envelope belongs."""

    id: UUID
    subject: UUID
    file: UUID
    person: UUID | None
    line: str
    worker: UUID


def _outside(envelope: UUID) -> bytes:
    return f"envelope|{envelope}".encode()


def _inside(envelope: UUID, subject: UUID) -> bytes:
    return f"sealed:envelope|{subject}|{envelope}".encode()


def close(ring: Keyring, key: bytes, envelope: UUID, subject: UUID, content: Mapping[str, Any]) -> bytes:
    """Seal one item. Longer than the larger size is refused: a third length would say something."""
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
    inner = crypto.encrypt(crypto.sub_key(key, "sealed"), text, _inside(envelope, subject), _CLASS)
    framed = subject.bytes + inner
    for size in SIZES:
        if len(framed) + crypto.LENGTH_BYTES <= size:
            padded = crypto.pad(framed, size)
            return crypto.encrypt(ring.own_key("envelope"), padded, _outside(envelope), _CLASS)
    raise Invalid("payload", "too_long", most=SIZES[-1])


def subject_of(ring: Keyring, envelope: UUID, sealed: bytes) -> tuple[UUID, bytes]:
    """The outer layer taken off: whose key opens the inner one."""
    framed = crypto.unpad(crypto.decrypt(ring.own_key("envelope"), sealed, _outside(envelope), _CLASS))
    return UUID(bytes=framed[:SUBJECT_BYTES]), framed[SUBJECT_BYTES:]


def content_of(key: bytes, envelope: UUID, subject: UUID, inner: bytes) -> dict[str, Any]:
    text = crypto.decrypt(crypto.sub_key(key, "sealed"), inner, _inside(envelope, subject), _CLASS)
    try:
        content: dict[str, Any] = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise crypto.Tampered("document") from error
    return content


class EnvelopeBook:
    """Which envelopes exist, by file; a newer one stands in place of the one it supersedes."""

    def __init__(self) -> None:
        self.items: dict[UUID, Item] = {}
        self._by_file: defaultdict[UUID, set[UUID]] = defaultdict(set)
        self._by_subject: defaultdict[UUID, set[UUID]] = defaultdict(set)
        self._superseded: set[UUID] = set()

    def put(
        self, envelope: UUID, subject: UUID, content: Mapping[str, Any], file: UUID | None = None
    ) -> None:
        """Take note of an envelope. `file`: where its subject is now, who may have gone there since."""
        person = content.get("person")
        item = Item(
            envelope,
            subject,
            file or UUID(content["file"]),
            UUID(person) if person else None,
            str(content["line"]),
            UUID(content["worker"]),
        )
        if content.get("supersedes"):
            self._superseded.add(UUID(content["supersedes"]))
        self.items[envelope] = item
        self._by_file[item.file].add(envelope)
        self._by_subject[subject].add(envelope)

    def of_files(self, files: Iterable[UUID]) -> list[Item]:
        """The current items of files, in no telling order."""
        ids = sorted(one for file in files for one in self._by_file.get(file, ()))
        return [self.items[one] for one in ids if one not in self._superseded]

    def rehome(self, subject: UUID, file: UUID) -> None:
        """The items of somebody go to the file to which she went: who may read them there, may."""
        for one in self._by_subject.get(subject, ()):
            item = self.items[one]
            self._by_file[item.file].discard(item.id)
            self.items[item.id] = replace(item, file=file)
            self._by_file[file].add(item.id)

    def forget(self, subject: UUID) -> None:
        for one in self._by_subject.pop(subject, set()):
            self._by_file[self.items[one].file].discard(one)
            del self.items[one]
