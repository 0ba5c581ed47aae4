"""Seals the record: every ten seconds new rows become leaves of a Merkle tree whose root is signed.

Only rows below the snapshot's xmin are taken: no transaction that is still open can slip a row in before
them. One tree for all rows instead of a chain through them, so that writers never wait for each other.
"""

from __future__ import annotations

import logging
import threading
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from wasl.vault import store
from wasl.vault.checkpoints import FIRST, Checkpoint, NotAWitness, witness, witnessed
from wasl.vault.looking import event, log_database
from wasl.vault.merkle import Frontier, leaf_hash
from wasl.vault.store import Connection, Store

log = logging.getLogger("wasl.vault")
EVERY_SECONDS = 10.0
MOST_ROWS = 50_000
LOCK = 0x5761736C
LOOK_BACK = "10 minutes"
LOOK_BACK_ALWAYS = "100 years"
FULL_EVERY = 360
CANONICAL = "convert_to(jsonb_strip_nulls(to_jsonb(e))::text, 'UTF8')"
"""A row's content for its leaf. Nulls are left out, so that a column added later (nullable) changes no
old leaf.
"""

BACKDATED = (
    "(c.at IS NOT NULL AND clock_timestamp() >= c.at AND age(e.xmin) < age(c.xmin)"
    " AND e.at < c.at - interval '60 seconds')"
)
"""A row of a transaction younger than the last checkpoint that claims to be older than it: written in
afterwards. Not asked while the clock itself stands before the checkpoint."""

_LAST = """
SELECT tree_size, root, prev, at, signature FROM audit_checkpoint ORDER BY tree_size DESC LIMIT 1
"""
_FRESH = f"""
SELECT e.id, {CANONICAL}, {BACKDATED}
FROM audit_event e LEFT JOIN (SELECT at, xmin FROM audit_checkpoint ORDER BY tree_size DESC LIMIT 1) c ON true
WHERE e.at > coalesce((SELECT max(at) FROM audit_checkpoint), 'epoch') - %s::interval
  AND age(e.xmin) > age(pg_snapshot_xmin(pg_current_snapshot())::xid)
  AND NOT EXISTS (SELECT 1 FROM audit_leaf l WHERE l.event_id = e.id)
ORDER BY e.at, e.id LIMIT {MOST_ROWS}
"""  # noqa: S608 - made of constants


class Diverged(Exception):
    """The tree in the database is not the one that was signed; going on would sign the change."""


class Sealer:
    """The tree's growing edge in memory, and the thread that moves it."""

    def __init__(self, source: Store, key: Ed25519PrivateKey, witness_file: Path | None = None) -> None:
        self._store = source
        self._key = key
        self._witness = witness_file
        self._frontier = Frontier()
        self._last: Checkpoint | None = None
        self._told: Checkpoint | None = None
        self._loaded = False
        self._ticks = 0
        self._ended = threading.Event()
        self._thread: threading.Thread | None = None
        self._turn = threading.Lock()
        self.state = "starting"

    @property
    def rows(self) -> int:
        return self._frontier.size

    def start(self) -> None:
        self._thread = threading.Thread(target=self._run, name="vault-sealer", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End the thread, after one last round."""
        self._ended.set()
        if self._thread is not None:
            self._thread.join(timeout=30)

    def _run(self) -> None:
        while True:
            last_round = self._ended.is_set()
            try:
                while self.tick() == MOST_ROWS:
                    continue
            except Diverged as error:
                self.state = "diverged"
                log.error("the record is not what was signed: %s; no more checkpoints are made", error)
                return
            except psycopg.Error as error:
                self.state = "interrupted"
                log_database(error)
            except OSError as error:
                self.state = "witness"
                log.error("no line could be given to the witness: %s", type(error).__name__)
            if last_round:
                return
            self._ended.wait(EVERY_SECONDS)

    def tick(self) -> int:
        """Seal what is new; the number of rows."""
        with self._turn, self._store.transaction() as connection:
            connection.execute("SET LOCAL statement_timeout = 0")
            row = connection.execute(
                "SELECT pg_try_advisory_xact_lock(%s), clock_timestamp()", [LOCK]
            ).fetchone()
            if row is None or not row[0]:
                return 0
            self._check(connection)
            back = LOOK_BACK_ALWAYS if self._ticks % FULL_EVERY == 0 else LOOK_BACK
            fresh = connection.execute(_FRESH, [back]).fetchall()
            self._ticks += 1
            if fresh:
                frontier, checkpoint = self._write(connection, fresh, row[1])
        if fresh:
            self._frontier, self._last = frontier, checkpoint
        self._tell_witness()
        self.state = "sealing"
        return len(fresh)

    def _tell_witness(self) -> None:
        """The newest checkpoint, once; what could not be written down is tried again with the next round."""
        if self._witness is not None and self._last is not None and self._last != self._told:
            witness(self._witness, self._last)
            self._told = self._last

    def _compare_with_witness(self, connection: Connection, size: int) -> None:
        """After a start: a record that is shorter than the witness knows it, or another one, is not signed on."""
        if self._witness is None or not self._witness.exists():
            return
        try:
            seen = list(witnessed(self._witness))
        except NotAWitness as error:
            raise Diverged("witness") from error
        if not seen:
            return
        if seen[-1].tree_size > size:
            raise Diverged("shorter than the witness knows")
        roots = connection.execute(
            "SELECT root FROM audit_checkpoint WHERE tree_size = %s", [seen[-1].tree_size]
        ).fetchall()
        if [bytes(root) for (root,) in roots] != [seen[-1].root]:
            raise Diverged("other than the witness knows")
        self._told = seen[-1]

    def _check(self, connection: Connection) -> None:
        """Go on from what is in memory; read the tree again when another process moved it on."""
        found = connection.execute(_LAST).fetchone()
        last = None if found is None else _checkpoint(found)
        size = last.tree_size if last else 0
        if self._loaded and size == self._frontier.size:
            if last and last.root != self._frontier.root():
                raise Diverged("root")
            return
        if self._loaded and size < self._frontier.size:
            raise Diverged("cut")
        if not self._loaded:
            self._compare_with_witness(connection, size)
        frontier = self._frontier.copy()
        with connection.cursor(name="vault_leaves", binary=True) as cursor:
            cursor.itersize = 10_000
            for (leaf,) in cursor.execute(
                "SELECT leaf_hash FROM audit_leaf WHERE position >= %s ORDER BY position", [frontier.size]
            ):
                frontier.append(bytes(leaf))
        if frontier.size != size or (last and last.root != frontier.root()):
            raise Diverged("leaves")
        self._frontier, self._last, self._loaded = frontier, last, True

    def _write(
        self, connection: Connection, fresh: list[tuple[UUID, bytes, bool]], at: Any
    ) -> tuple[Frontier, Checkpoint]:
        frontier = self._frontier.copy()
        with (
            connection.cursor() as cursor,
            cursor.copy(
                "COPY audit_leaf (position, event_id, leaf_hash) FROM STDIN WITH (FORMAT binary)"
            ) as lines,
        ):
            lines.set_types(["int8", "uuid", "bytea"])
            for event_id, content, _ in fresh:
                leaf = leaf_hash(bytes(content))
                lines.write_row((frontier.size, event_id, leaf))
                frontier.append(leaf)
        prev = self._last.digest() if self._last else FIRST
        checkpoint = Checkpoint(frontier.size, frontier.root(), prev, at).signed(self._key)
        connection.execute(
            "INSERT INTO audit_checkpoint (tree_size, root, prev, at, signature) VALUES (%s, %s, %s, %s, %s)",
            [checkpoint.tree_size, checkpoint.root, checkpoint.prev, checkpoint.at, checkpoint.signature],
        )
        late = [event_id for event_id, _, backdated in fresh if backdated]
        store.append_audit(
            connection, [event(None, "backdated", resource_kind="audit_event", resource=one) for one in late]
        )
        return frontier, checkpoint


def _checkpoint(row: tuple[Any, ...]) -> Checkpoint:
    return Checkpoint(row[0], bytes(row[1]), bytes(row[2]), row[3], bytes(row[4]))
