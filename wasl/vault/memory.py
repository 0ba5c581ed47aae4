"""What the vault holds in memory while it is unsealed, and how it follows what is saved.

Loaded in one snapshot at unseal, then kept up by the change feed: a notification wakes the follower, which
reads the rows of committed transactions. After a lost connection it reads on from its horizon, so nothing
is missed.
"""

from __future__ import annotations

import logging
import threading
import time
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from wasl.kernel.errors import VaultSealed
from wasl.vault import crypto, envelopes, store
from wasl.vault.index import NameIndex, Spelling
from wasl.vault.keyring import Keyring
from wasl.vault.rosters import RosterBook
from wasl.vault.store import Change, Connection, SealedRow, Store
from wasl.vault.unusable import NOT_USABLE, Unusable

log = logging.getLogger("wasl.vault")
NAME, ROSTER, ENVELOPE = "identity:name", "identity:roster", "envelope"
KEYS_KEPT = 50_000
POLL_SECONDS = 5.0
WAIT_SECONDS = 0.25
RETRY_SECONDS = 1.0


class KeyCache:
    """Unwrapped data keys by their wrapped form, so that an erased key is never answered from here."""

    def __init__(self, ring: Keyring) -> None:
        self._ring = ring
        self._keys: OrderedDict[tuple[int, bytes], bytes] = OrderedDict()
        self._lock = threading.Lock()

    def key(self, kek: int, wrapped: bytes) -> bytes:
        if not wrapped:
            raise crypto.Tampered("erased")
        known = self._keys.get((kek, wrapped))
        if known is not None:
            return known
        key = self._ring.unwrap(kek, wrapped)
        with self._lock:
            self._keys[(kek, wrapped)] = key
            while len(self._keys) > KEYS_KEPT:
                self._keys.popitem(last=False)
        return key


class Memory:
    """Keys, names and whatever else lives only while the vault is unsealed."""

    def __init__(self, ring: Keyring, source: Store) -> None:
        self.ring = ring
        self.store = source
        self.keys = KeyCache(ring)
        self.names = NameIndex()
        self.rosters = RosterBook()
        self.envelopes = envelopes.EnvelopeBook()
        self.unusable = Unusable()
        self.feed = "starting"
        self._horizon = 0
        self._seen: set[int] = set()
        self._ended = threading.Event()
        self._follower: threading.Thread | None = None

    def load(self) -> None:
        """Read everything of one moment; what is committed later comes by the feed."""
        with self.store.transaction() as connection:
            connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            connection.execute("SET LOCAL statement_timeout = 0")
            # everything is read to the end: planned for the first rows, each would be sought by itself on the disk
            connection.execute("SET LOCAL cursor_tuple_fraction = 1.0")
            self._horizon = store.horizon(connection)
            self._seen = {change.id for change in store.changes(connection, self._horizon)[0]}
            self.names.load(self._spellings(store.every(connection, NAME)))
            self._take_entries(store.every(connection, ROSTER))
            self._take_envelopes(connection, None)
        self._follower = threading.Thread(target=self._follow, name="vault-follow", daemon=True)
        self._follower.start()

    def close(self) -> None:
        self._ended.set()
        if self._follower is not None:
            self._follower.join(timeout=10)

    def open_row(self, field: str, row: SealedRow | store.ReachedRow) -> Any:
        """The value of a row; `Tampered` when it does not open."""
        key = self.keys.key(row.kek, bytes(row.wrapped))
        return crypto.open_value(key, field, row.subject, row.owner, row.sealed)

    def _opened(self, field: str, row: SealedRow) -> Any:
        key = self.ring.unwrap(row.kek, bytes(row.wrapped))
        return crypto.open_value(key, field, row.subject, row.owner, row.sealed)

    def _spellings(self, rows: Iterable[SealedRow]) -> Iterable[Spelling]:
        """Of every document that can be used; one that cannot is told and left out, it must not stop the others."""
        for row in rows:
            try:
                found = self.names.spellings(row.owner, row.file_id, self._opened(NAME, row))
            except NOT_USABLE as error:
                self.unusable.add(NAME, row.owner, row.subject, error)
                continue
            yield from found

    def _take_entries(self, rows: Iterable[SealedRow]) -> None:
        for row in rows:
            try:
                self.rosters.put(row.owner, row.file_id, self._opened(ROSTER, row))
            except NOT_USABLE as error:
                self.unusable.add(ROSTER, row.owner, row.subject, error)

    def _follow(self) -> None:
        """Wait for notifications; look again after each, after silence, and after whatever interrupted it.

        Nothing ends this thread but sealing up: names that are saved while it stands still are not found.
        """
        while not self._ended.is_set():
            try:
                with self.store.listening() as listening:
                    listening.execute("LISTEN wasl_vault")
                    while not self._ended.is_set():
                        self.catch_up()
                        self.feed = "following"
                        self._wait_for(listening)
            except Exception as error:  # noqa: BLE001 - the last net: told in the status and tried again
                self.feed = "interrupted"
                log.warning("change feed interrupted: %s", type(error).__name__)
                self._ended.wait(RETRY_SECONDS)

    def _wait_for(self, listening: Connection) -> None:
        """Until there is news, in short waits so that sealing up does not have to wait."""
        until = time.monotonic() + POLL_SECONDS
        while not self._ended.is_set() and time.monotonic() < until:
            for _ in listening.notifies(timeout=WAIT_SECONDS, stop_after=1):
                return

    def catch_up(self) -> int:
        """Apply what was committed since the last time; the number of changes."""
        with self.store.transaction() as connection:
            found, horizon = store.changes(connection, self._horizon)
            fresh = [change for change in found if change.id not in self._seen]
            if fresh:
                self._apply(connection, fresh)
                store.forget_changes(connection, [change.id for change in fresh])
        if found:
            self._seen = {change.id for change in found}
            self._horizon = horizon
        return len(fresh)

    def _apply(self, connection: Connection, changes: list[Change]) -> None:
        by_field: dict[str, list[UUID]] = {}
        for change in changes:
            by_field.setdefault(change.field, []).append(change.owner)
        names = by_field.get(NAME, [])
        for at in range(0, len(names), 5000):
            owners = list(dict.fromkeys(names[at : at + 5000]))
            self.unusable.saved(NAME, owners)
            rows = store.some(connection, NAME, owners)
            self.names.replace(self._spellings(rows), owners)
            for row in rows:
                self.envelopes.rehome(row.subject, row.file_id)
        entries = by_field.get(ROSTER, [])
        self.unusable.saved(ROSTER, entries)
        for owner in entries:
            self.rosters.drop(owner)
        self._take_entries(store.some(connection, ROSTER, entries))
        if ENVELOPE in by_field:
            self._take_envelopes(connection, by_field[ENVELOPE])

    def take_new_envelopes(self, connection: Connection) -> None:
        """Those which the feed has not brought yet."""
        ids = [one for one in store.new_envelopes(connection) if one not in self.envelopes.items]
        if ids:
            self._take_envelopes(connection, ids)

    def _take_envelopes(self, connection: Connection, ids: Sequence[UUID] | None) -> None:
        """Learn where envelopes belong. What does not open was erased with its person, or changed."""
        outer = []
        for envelope, sealed in store.envelopes(connection, ids):
            try:
                outer.append((envelope, *envelopes.subject_of(self.ring, envelope, bytes(sealed))))
            except NOT_USABLE as error:
                self.unusable.add(ENVELOPE, envelope, envelope, error)
        subjects = [subject for _, subject, _ in outer]
        keys = store.subject_keys(connection, subjects) if outer else {}
        homes = store.homes(connection, subjects) if outer else {}
        for envelope, subject, inner in outer:
            kek, wrapped = keys.get(subject, (0, b""))
            if not wrapped:
                continue
            try:
                content = envelopes.content_of(self.ring.unwrap(kek, wrapped), envelope, subject, inner)
                self.envelopes.put(envelope, subject, content, homes.get(subject))
            except NOT_USABLE as error:
                self.unusable.add(ENVELOPE, envelope, subject, error)

    def forget(self, subject: UUID) -> None:
        """What was known of an erased subject."""
        self.names.replace([], [subject])
        self.envelopes.forget(subject)
        self.unusable.erased(subject)


class KeyMaker:
    """Data keys for sealing. Keys given out but not yet committed are remembered, so that two seals inside
    one transaction of the web use one key; a rolled-back key is simply offered again.
    """

    def __init__(self, memory: Memory) -> None:
        self._memory = memory
        self._offered: OrderedDict[UUID, bytes] = OrderedDict()
        self._lock = threading.Lock()

    def keys_for(self, subjects: list[UUID]) -> tuple[dict[UUID, bytes], list[UUID], list[UUID]]:
        """Keys by subject, those the caller has to store, and those that were erased and may not be
        sealed for.
        """
        with self._memory.store.glance() as connection:
            stored = store.subject_keys(connection, subjects)
        keys: dict[UUID, bytes] = {}
        fresh: list[UUID] = []
        erased: list[UUID] = []
        with self._lock:
            for subject in dict.fromkeys(subjects):
                if subject in stored:
                    kek, wrapped = stored[subject]
                    self._offered.pop(subject, None)
                    if wrapped:
                        keys[subject] = self._memory.keys.key(kek, wrapped)
                    else:
                        erased.append(subject)
                else:
                    keys[subject] = self._offered.setdefault(subject, crypto.new_key())
                    fresh.append(subject)
            while len(self._offered) > 2 * KEYS_KEPT:
                self._offered.popitem(last=False)
        return keys, fresh, erased


def need(memory: Memory | None) -> Memory:
    if memory is None:
        raise VaultSealed
    return memory
