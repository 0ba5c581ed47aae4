"""The vault as the other processes see it: a few calls over its socket, safe to use from many threads."""

from __future__ import annotations

import itertools
import queue
import select
import socket
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from wasl.kernel.errors import VaultDown
from wasl.vault import protocol

CHUNK = 4000
POOLED = 8
TIMEOUT = 60.0


@dataclass(frozen=True)
class Plain:
    """One value to be sealed: whose field, under whose key, belonging to which file and team."""

    owner: UUID
    field: str
    subject: UUID
    file: UUID
    team: int | None
    value: Any


@dataclass(frozen=True)
class NewKey:
    """A wrapped data key to be stored together with the first value sealed under it."""

    subject: UUID
    file: UUID
    team: int | None
    kek: int
    wrapped: bytes


@dataclass(frozen=True)
class SealedBatch:
    """Ciphertexts in the order of the plains, and the keys that are not stored yet."""

    values: list[bytes]
    new_keys: list[NewKey]


@dataclass(frozen=True)
class Hit:
    """A person within reach who answers to a question."""

    person: UUID
    file: UUID
    score: float
    exact: bool
    reachable: bool = True


@dataclass(frozen=True)
class Match:
    """A person already known who may be the same as a newcomer. Propose from .6, side by side from .8."""

    person: UUID
    file: UUID
    score: float


@dataclass(frozen=True)
class KnownFamily:
    """What an earlier import has of a family on a list; `known` follows the list's members."""

    number: str
    entry: UUID | None
    file: UUID | None
    known: tuple[UUID | None, ...]


@dataclass(frozen=True)
class Overlap:
    """The import that a list repeats, if there is one, and for how many families the names agree."""

    batch: UUID | None
    agreeing: int
    families: tuple[KnownFamily, ...]


@dataclass(frozen=True)
class Hits(Sequence[Hit]):
    """The hits, best first; `beyond` says how many people out of reach bear the very same names."""

    hits: tuple[Hit, ...]
    beyond: int = 0

    def __getitem__(self, at: Any) -> Any:
        return self.hits[at]

    def __len__(self) -> int:
        return len(self.hits)


class Vault:
    """A client of the vault at a socket. Raises `VaultDown`, `VaultSealed`, `Refused`, `LimitReached`,
    `Invalid`.
    """

    def __init__(self, path: Path | str, timeout: float = TIMEOUT) -> None:
        self.path = str(path)
        self.timeout = timeout
        self._idle: queue.LifoQueue[socket.socket] = queue.LifoQueue(POOLED)

    def status(self) -> dict[str, Any]:
        return self._call("status")

    def unseal(self, passphrase: str | None = None) -> dict[str, Any]:
        return self._call("unseal", passphrase=passphrase)

    def seal_up(self) -> dict[str, Any]:
        return self._call("seal_up")

    def seal(self, plains: Sequence[Plain]) -> SealedBatch:
        """Seal values. Nothing is stored: see `services.write` for the usual way."""
        values: list[bytes] = []
        keys: dict[UUID, NewKey] = {}
        for at in range(0, len(plains), CHUNK):
            answer = self._call("seal", plains=[_plain(one) for one in plains[at : at + CHUNK]])
            values.extend(protocol.to_bytes(text) for text in answer["values"])
            for key in answer["new_keys"]:
                subject = UUID(key["subject"])
                keys[subject] = NewKey(
                    subject, UUID(key["file"]), key["team"], key["kek"], protocol.to_bytes(key["wrapped"])
                )
        return SealedBatch(values, list(keys.values()))

    def open(
        self,
        token: str,
        purpose: str,
        wanted: Sequence[tuple[UUID, str]],
        request: UUID | None = None,
    ) -> dict[tuple[UUID, str], Any]:
        """What the session may see of what it wants; the rest is absent. Recorded before it is answered."""
        if not wanted:
            return {}
        answer = self._call(
            "open",
            token=token,
            purpose=purpose,
            wanted=[[str(owner), field] for owner, field in wanted],
            request=str(request) if request else None,
        )
        return {(UUID(owner), field): value for owner, field, value in answer["values"]}

    def search(
        self,
        token: str,
        purpose: str,
        query: str | Sequence[str],
        beyond: bool = False,
        limit: int = 20,
    ) -> Hits:
        """People who bear these names (at least two parts), as written or as parts."""
        asked: dict[str, Any] = {"query": query} if isinstance(query, str) else {"parts": list(query)}
        answer = self._call("search", token=token, purpose=purpose, beyond=beyond, limit=limit, **asked)
        hits = tuple(
            Hit(UUID(hit["person"]), UUID(hit["file"]), hit["score"], hit["exact"]) for hit in answer["hits"]
        )
        return Hits(hits, answer["beyond"])

    def known_person(self, token: str, purpose: str, person: Mapping[str, Any]) -> str:
        """`same`, `perhaps` or `none`: whether somebody with these names is known anywhere."""
        return str(self._call("known_person", token=token, purpose=purpose, person=dict(person))["answer"])

    def duplicates(
        self,
        token: str,
        people: Sequence[Mapping[str, Any]],
        not_same: Sequence[tuple[str, UUID]] = (),
        apart: Sequence[UUID] = (),
    ) -> list[list[Match]]:
        """For each newcomer the people who may be the same, best first.

        A newcomer: `key`, `family` (same text for one family), `given`, `father`, `grandfather`, `laqab`, `mother`,
        `sex`, `birth_year`; `person` and `file` when she is in the records herself, and then no names are needed.
        `not_same`: (key, person). `apart`: files that nobody is compared with.
        """
        excluded, outside = [[key, str(person)] for key, person in not_same], [str(file) for file in apart]
        found: list[list[Match]] = []
        for chunk in _by_family(people):
            answer = self._call("duplicates", token=token, people=chunk, not_same=excluded, apart=outside)
            for matches in answer["matches"]:
                found.append([Match(UUID(one["person"]), UUID(one["file"]), one["score"]) for one in matches])
        return found

    def roster_overlap(
        self, token: str, batch: UUID | None, families: Sequence[Mapping[str, Any]]
    ) -> Overlap:
        """Which earlier import a list repeats (or compare with `batch`), and who of each family is in it.

        A family: `number` and `members` (`given`, `father`, `grandfather`, `mother`, `birth`), as in the sealed
        field "identity:roster".
        """
        answer = self._call(
            "roster_overlap",
            token=token,
            batch=str(batch) if batch else None,
            families=[dict(one) for one in families],
        )
        return Overlap(
            _id(answer["batch"]), answer["agreeing"], tuple(map(_known_family, answer["families"]))
        )

    def seal_envelope(self, token: str, payload: Mapping[str, Any]) -> tuple[UUID, bytes]:
        """An item of the sealed circle: `file`, `person`, `line`, `kind`, `payload`, and `supersedes` if it
        replaces one. Store the answer in `vault_envelope`; the audit row names its id and nothing else.
        """
        answer = self._call("seal_envelope", token=token, payload=_texts(payload))
        return UUID(answer["id"]), protocol.to_bytes(answer["sealed"])

    def envelopes(
        self, token: str, purpose: str, files: Sequence[UUID], *, own: bool = False
    ) -> list[dict[str, Any]]:
        """The sealed items of these files that this session may read; nothing tells of any other. `own`: instead of
        those of a line, what stands on people's own pages.
        """
        if not files:
            return []
        answer = self._call(
            "envelopes", token=token, purpose=purpose, files=[str(file) for file in files], own=own
        )
        found: list[dict[str, Any]] = answer["envelopes"]
        return found

    def case_open(
        self, token: str, *, file: UUID, person: UUID, line: str, payload: Mapping[str, Any]
    ) -> tuple[UUID, bytes, str]:
        """The first envelope of a sealed case, whose worker is who asks; and the code by which it goes from now on."""
        answer = self._call(
            "case_open", token=token, file=str(file), person=str(person), line=line, payload=dict(payload)
        )
        return UUID(answer["id"]), protocol.to_bytes(answer["sealed"]), str(answer["code"])

    def case_add(
        self, token: str, code: str, payload: Mapping[str, Any], *, to: UUID | None = None
    ) -> tuple[UUID, bytes]:
        """One more envelope of a case, for its worker or the line's supervisor. `to`: whose it is from now on."""
        answer = self._call(
            "case_add", token=token, code=code, payload=dict(payload), to=str(to) if to else None
        )
        return UUID(answer["id"]), protocol.to_bytes(answer["sealed"])

    def cases(self, token: str, purpose: str, *, file: UUID | None = None) -> list[dict[str, Any]]:
        """The sealed cases of the session's line, by code and without anything that tells of which family they are."""
        answer = self._call("cases", token=token, purpose=purpose, file=str(file) if file else None)
        found: list[dict[str, Any]] = answer["cases"]
        return found

    def case(self, token: str, purpose: str, code: str) -> dict[str, Any] | None:
        """One case of the session's line by its code, with file and person; to anybody else there is none."""
        found: dict[str, Any] | None = self._call("case", token=token, purpose=purpose, code=code)["case"]
        return found

    def case_name(self, token: str, purpose: str, code: str) -> dict[str, Any] | None:
        """The name behind a code, as a look of its own in the record."""
        found: dict[str, Any] | None = self._call("case_name", token=token, purpose=purpose, code=code)[
            "name"
        ]
        return found

    def erase(self, token: str, purpose: str, subject: UUID) -> bool:
        return bool(self._call("erase", token=token, purpose=purpose, subject=str(subject))["erased"])

    def keep(self, label: str, text: str, *, token: str) -> bytes:
        """Seal a short text of the account that asks (a second factor's seed), bound to it and to the label."""
        return protocol.to_bytes(self._call("keep", label=label, text=text, token=token)["sealed"])

    def recall(self, label: str, sealed: bytes, *, token: str = "", proof: str = "") -> str:
        """The text again, for a session of the account it belongs to or for the proof of its password."""
        answer = self._call("recall", label=label, sealed=protocol.to_text(sealed), token=token, proof=proof)
        return str(answer["text"])

    def passkey_ask(self) -> bytes:
        """A question that a passkey is to sign."""
        return protocol.to_bytes(self._call("passkey_ask")["question"])

    def passkey_made(self, answer: Mapping[str, Any], *, host: str, token: str) -> str:
        """What a browser made for the account that asks, checked and sealed."""
        return str(self._call("passkey_made", answer=dict(answer), host=host, token=token)["sealed"])

    def passkey_shown(self, answer: Mapping[str, Any], *, account: UUID, host: str, proof: str = "") -> int:
        """Which passkey of the account answered; `proof` becomes one of its sign-in."""
        return int(
            self._call("passkey_shown", answer=dict(answer), account=str(account), host=host, proof=proof)[
                "passkey"
            ]
        )

    def close(self) -> None:
        while True:
            try:
                self._idle.get_nowait().close()
            except queue.Empty:
                return

    def _call(self, operation: str, **arguments: Any) -> dict[str, Any]:
        with self._connection() as connection:
            try:
                protocol.write(connection, {"op": operation, **arguments})
                answer = protocol.read(connection)
            except (OSError, protocol.BadMessage) as error:
                raise VaultDown(type(error).__name__) from error
            if answer is None:
                raise VaultDown("closed")
        if "error" in answer:
            protocol.raise_error(answer["error"])
        ok: dict[str, Any] = answer["ok"]
        return ok

    @contextmanager
    def _connection(self) -> Iterator[socket.socket]:
        """A live connection, given back only when the exchange on it was whole."""
        connection = self._take()
        try:
            yield connection
        except BaseException:
            connection.close()
            raise
        try:
            self._idle.put_nowait(connection)
        except queue.Full:
            connection.close()

    def _take(self) -> socket.socket:
        while True:
            try:
                connection = self._idle.get_nowait()
            except queue.Empty:
                return self._connect()
            if _alive(connection):
                return connection
            connection.close()

    def _connect(self) -> socket.socket:
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        connection.settimeout(self.timeout)
        try:
            connection.connect(self.path)
        except OSError as error:
            connection.close()
            raise VaultDown(type(error).__name__) from error
        return connection


def _alive(connection: socket.socket) -> bool:
    """Whether the other side still waits for us; anything to read, or an end, means that it does not."""
    return not select.select([connection], [], [], 0)[0]


def _plain(one: Plain) -> dict[str, Any]:
    return {
        "owner": str(one.owner),
        "field": one.field,
        "subject": str(one.subject),
        "file": str(one.file),
        "team": one.team,
        "value": one.value,
    }


def _id(text: str | None) -> UUID | None:
    return UUID(text) if text else None


def _texts(payload: Mapping[str, Any]) -> dict[str, Any]:
    return {key: str(value) if isinstance(value, UUID) else value for key, value in payload.items()}


def _known_family(one: Mapping[str, Any]) -> KnownFamily:
    known = tuple(_id(person) for person in one["known"])
    return KnownFamily(str(one["number"]), _id(one["entry"]), _id(one["file"]), known)


def _by_family(people: Sequence[Mapping[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    """Chunks that never divide a family, in the order given."""
    chunk: list[dict[str, Any]] = []
    for _, members in itertools.groupby(people, key=lambda one: one.get("family") or one["key"]):
        group = [_texts(one) for one in members]
        if chunk and len(chunk) + len(group) > CHUNK:
            yield chunk
            chunk = []
        chunk.extend(group)
    if chunk:
        yield chunk
