"""Proves the record whole, or names the first row that differs. Trusts the signing key's public half
and a witness.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from wasl.vault.checkpoints import FIRST, Checkpoint, NotAWitness, witnessed
from wasl.vault.merkle import Frontier, leaf_hash
from wasl.vault.sealer import BACKDATED, CANONICAL
from wasl.vault.store import Connection

MOST_FOUND = 20
_BACKDATED_MARK = b'"event": "backdated"'
_CHECKPOINTS = "SELECT tree_size, root, prev, at, signature FROM audit_checkpoint ORDER BY tree_size"
_SEALED = f"""
COPY (SELECT l.position, uuid_send(l.event_id), l.leaf_hash, {CANONICAL}
      FROM audit_leaf l LEFT JOIN audit_event e ON e.id = l.event_id ORDER BY l.position)
TO STDOUT WITH (FORMAT binary)
"""  # noqa: S608 - made of constants
_UNSEALED = f"""
SELECT e.id, {BACKDATED} OR (c.at IS NOT NULL AND e.at < c.at - interval '1 hour')
FROM audit_event e LEFT JOIN (SELECT at, xmin FROM audit_checkpoint ORDER BY tree_size DESC LIMIT 1) c ON true
WHERE NOT EXISTS (SELECT 1 FROM audit_leaf l WHERE l.event_id = e.id) ORDER BY e.at, e.id
"""  # noqa: S608 - made of constants


@dataclass
class _Findings:
    """What differs, by position; rows that were never sealed stand at the end."""

    found: list[dict[str, Any]] = field(default_factory=list)
    count: int = 0

    def add(self, reason: str, position: int | None = None, event: Any = None, **more: Any) -> None:
        self.count += 1
        if len(self.found) < MOST_FOUND or (position is not None and position < self.found[-1]["position"]):
            one = {"position": position, "event": _name(event), "reason": reason}
            self.found.append(one | more)
            self.found.sort(key=lambda each: (each["position"] is None, each["position"] or 0))
            del self.found[MOST_FOUND:]


def _name(event: bytes | UUID | str | None) -> str | None:
    """A row's id as text; while rows stream past it stays bytes."""
    return None if event is None else str(UUID(bytes=event) if isinstance(event, bytes) else event)


def verify(connection: Connection, witness: Path | None, public_key: bytes) -> dict[str, Any]:
    """`ok`, how many rows and checkpoints, how many rows wait to be sealed, how many lines a witness has, and the
    first divergence. Without a witness a cut end cannot be seen.

    Reasons: edited, deleted, inserted, reordered (a root that no single row explains), gap, signature, link,
    unsigned, cut and witness (the witness saw another history, or a longer one).
    """
    findings = _Findings()
    with connection.transaction():
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        connection.execute(
            "SELECT set_config('timezone', 'UTC', true), set_config('statement_timeout', '0', true)"
        )
        checkpoints = [
            Checkpoint(row[0], bytes(row[1]), bytes(row[2]), row[3], bytes(row[4]))
            for row in connection.execute(_CHECKPOINTS)
        ]
        _check_signatures(checkpoints, Ed25519PublicKey.from_public_bytes(public_key), findings)
        rows = _check_rows(connection, checkpoints, findings)
        pending = _check_unsealed(connection, findings)
    seen = _seen_by(witness, findings)
    _check_witness(seen, checkpoints, rows, findings)
    return {
        "ok": findings.count == 0,
        "rows": rows,
        "checkpoints": len(checkpoints),
        "pending": pending,
        "witnessed": len(seen),
        "divergences": findings.count,
        "first_divergent": findings.found[0] if findings.found else None,
        "divergent": findings.found,
    }


def _seen_by(witness: Path | None, findings: _Findings) -> list[Checkpoint]:
    if witness is None:
        return []
    try:
        return list(witnessed(witness))
    except NotAWitness:
        findings.add("witness", 0)
        return []


def _check_signatures(checkpoints: list[Checkpoint], key: Ed25519PublicKey, findings: _Findings) -> None:
    prev, size = FIRST, 0
    for one in checkpoints:
        if not one.is_signed_by(key):
            findings.add("signature", size, upto=one.tree_size - 1)
        if one.prev != prev:
            findings.add("link", size, upto=one.tree_size - 1)
        prev, size = one.digest(), one.tree_size


def _sealed_rows(connection: Connection) -> Iterator[tuple[Any, ...]]:
    with connection.cursor() as cursor, cursor.copy(_SEALED) as copy:
        copy.set_types(["int8", "bytea", "bytea", "bytea"])
        yield from copy.rows()


def _check_rows(connection: Connection, checkpoints: list[Checkpoint], findings: _Findings) -> int:
    """Every leaf against its row, and the tree against each checkpoint as it is passed."""
    tree, waiting, start, clean = Frontier(), iter(checkpoints), 0, True
    due = next(waiting, None)
    first_event: Any = None
    expected = 0
    for position, event, leaf, content in _sealed_rows(connection):
        if first_event is None:
            first_event = event
        if position != expected:
            findings.add("gap", expected, event)
            clean = False
        expected = position + 1
        if content is None:
            findings.add("deleted", position, event)
            clean = False
        elif leaf_hash(content) != leaf:
            findings.add("edited", position, event)
            clean = False
        elif _BACKDATED_MARK in content:
            _check_backdated(position, content, findings)
        tree.append(leaf)
        while due is not None and due.tree_size == tree.size:
            if due.root != tree.root() and clean:
                findings.add("reordered", start, first_event, upto=position)
            start, first_event, clean = due.tree_size, None, True
            due = next(waiting, None)
    if due is not None:
        findings.add("cut", tree.size, expected_rows=checkpoints[-1].tree_size)
    elif tree.size > (checkpoints[-1].tree_size if checkpoints else 0):
        findings.add("unsigned", start, first_event, upto=tree.size - 1)
    return tree.size


def _check_backdated(position: int, content: bytes, findings: _Findings) -> None:
    """The sealer itself noted a row that was written in with an old date."""
    noted = json.loads(content)
    if noted.get("event") == "backdated":
        findings.add("inserted", position, noted.get("resource"))


def _check_unsealed(connection: Connection, findings: _Findings) -> int:
    pending = 0
    for event, written_in in connection.execute(_UNSEALED):
        if written_in:
            findings.add("inserted", None, event)
        else:
            pending += 1
    return pending


def _check_witness(
    seen: list[Checkpoint], checkpoints: list[Checkpoint], rows: int, findings: _Findings
) -> None:
    """The witness's lines must all be ours; one that is longer than the log proves a cut."""
    ours = {one.tree_size: one for one in checkpoints}
    before = 0
    for one in seen:
        mine = ours.get(one.tree_size)
        if mine is None or mine.root != one.root:
            reason = "cut" if one.tree_size > rows else "witness"
            findings.add(reason, min(before, rows), expected_rows=one.tree_size)
            return
        before = one.tree_size
