"""The sealed circle (violence in the home, child protection, clinical): items that nobody else can tell
exist.

An envelope is two layers. Outside, a key of the vault's own and one of two fixed lengths: a random id and
noise. Inside, the person's own key, so that erasing the person erases the item. Which file, which person,
which line and which worker it belongs to is known only here, in memory, while the vault is unsealed.
"""

from __future__ import annotations

import json
import threading
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
    """Where one envelope belongs. What is done in a sealed case carries the case, its moment and its code."""

    id: UUID
    subject: UUID
    file: UUID
    person: UUID | None
    line: str
    worker: UUID
    case: UUID | None = None
    at: str = ""
    code: str = ""
    to: UUID | None = None


@dataclass(frozen=True)
class Case:
    """A sealed case as it stands now: whose it is, and who works on it."""

    id: UUID
    code: str
    opened: Item
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
    """Which envelopes exist, by file and by case; a newer one stands in place of the one it supersedes.

    The feed writes here while questions are answered, hence the lock.
    """

    def __init__(self) -> None:
        self.items: dict[UUID, Item] = {}
        self._by_file: defaultdict[UUID, set[UUID]] = defaultdict(set)
        self._by_subject: defaultdict[UUID, set[UUID]] = defaultdict(set)
        self._by_case: defaultdict[UUID, set[UUID]] = defaultdict(set)
        self._openings: dict[UUID, UUID] = {}
        self._handed: dict[UUID, UUID] = {}
        self._superseded: set[UUID] = set()
        self._lock = threading.RLock()

    def put(
        self, envelope: UUID, subject: UUID, content: Mapping[str, Any], file: UUID | None = None
    ) -> None:
        """Take note of an envelope. `file`: where its subject is now, who may have gone there since."""
        item = Item(
            envelope,
            subject,
            file or UUID(content["file"]),
            _ref(content, "person"),
            str(content["line"]),
            UUID(content["worker"]),
            _ref(content, "case"),
            str(content.get("at", "")),
            str(content.get("code", "")),
            _ref(content, "to"),
        )
        with self._lock:
            if content.get("supersedes"):
                self._superseded.add(UUID(content["supersedes"]))
            self.items[envelope] = item
            self._by_file[item.file].add(envelope)
            self._by_subject[subject].add(envelope)
            if item.case is not None:
                self._put_in_case(item, item.case)

    def _put_in_case(self, item: Item, case: UUID) -> None:
        """Envelopes are read in any order: which hand-over was the last is told by what they say inside."""
        self._by_case[case].add(item.id)
        if item.code:
            self._openings[case] = item.id
        before = self.items.get(self._handed.get(case, item.id))
        if item.to is not None and (before is None or before.at <= item.at):
            self._handed[case] = item.id

    def of_files(self, files: Iterable[UUID]) -> list[Item]:
        """The current single items of files, in no telling order."""
        with self._lock:
            ids = sorted(one for file in files for one in self._by_file.get(file, ()))
            found = [self.items[one] for one in ids if one not in self._superseded]
        return [item for item in found if item.case is None]

    def cases(self) -> list[Case]:
        """Every sealed case, for the vault's own questions."""
        with self._lock:
            return [case for ref in self._openings if (case := self.case(ref)) is not None]

    def case(self, ref: UUID) -> Case | None:
        with self._lock:
            opened = self.items.get(self._openings.get(ref, ref))
            if opened is None:
                return None
            handed = self.items.get(self._handed.get(ref, ref))
            worker = handed.to if handed is not None and handed.to is not None else opened.worker
            return Case(ref, opened.code, opened, worker)

    def of_case(self, ref: UUID) -> list[Item]:
        """What was done in a case, the first first."""
        with self._lock:
            found = [self.items[one] for one in self._by_case.get(ref, ())]
        return sorted(found, key=lambda item: (item.at, item.id))

    def rehome(self, subject: UUID, file: UUID) -> None:
        """The items of somebody go to the file to which she went: who may read them there, may."""
        with self._lock:
            for one in self._by_subject.get(subject, ()):
                item = self.items[one]
                self._by_file[item.file].discard(item.id)
                self.items[item.id] = replace(item, file=file)
                self._by_file[file].add(item.id)

    def forget(self, subject: UUID) -> None:
        with self._lock:
            for one in self._by_subject.pop(subject, set()):
                item = self.items.pop(one)
                self._by_file[item.file].discard(one)
                if item.case is not None:
                    self._by_case.pop(item.case, None)
                    self._openings.pop(item.case, None)
                    self._handed.pop(item.case, None)


def _ref(content: Mapping[str, Any], name: str) -> UUID | None:
    return UUID(content[name]) if content.get(name) else None
