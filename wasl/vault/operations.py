"""What may be asked of the vault. There is no operation that lists: whoever asks names what she wants."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from itertools import islice
from typing import Any
from uuid import UUID

from wasl.kernel.decision import refuse
from wasl.kernel.errors import Invalid, LimitReached, Refused, VaultSealed
from wasl.vault import arrivals, circle, crypto, lines, looking, passkeys, ranking, store
from wasl.vault.keyring import KeyringFile
from wasl.vault.looking import Look, event
from wasl.vault.memory import KeyMaker, Memory, need
from wasl.vault.protocol import to_bytes, to_text
from wasl.vault.store import Store

Message = dict[str, Any]
MOST_HITS = 50
MOST_SEALED = 20_000
SAME_SCORE = 0.97
FIRST_LOOK, MOST_LOOK = 60, 1000
IN_PERSON = frozenset({"web", "command"})
JOB, FOR_JOBS = "job", "print:"
"""A job of the worker is given what was put there to be printed, and no seed of the account it works for."""


class Vault:
    """The operations, sealed or unsealed. One instance for each process."""

    def __init__(self, keyring: KeyringFile, source: Store) -> None:
        self.keyring = keyring
        self.store = source
        self._memory: Memory | None = None
        self._maker: KeyMaker | None = None
        self._turning = threading.Lock()
        self._questions = passkeys.Questions()
        self.record_state: Callable[[], str] = lambda: "waiting"
        self.on_unsealed: list[Callable[[Memory], None]] = []
        self.on_sealed: list[Callable[[], None]] = []
        self.operations: Mapping[str, Callable[[Message], Message]] = {
            "status": self.status,
            "unseal": self.unseal,
            "seal_up": self.seal_up,
            "seal": self.seal,
            "open": self.open,
            "search": self.search,
            "known_person": self.known_person,
            "duplicates": lambda message: arrivals.find_duplicates(self.memory, message),
            "roster_overlap": lambda message: arrivals.roster_overlap(self.memory, message),
            "seal_envelope": lambda message: circle.seal_envelope(self.memory, self.maker, message),
            "envelopes": lambda message: circle.open_envelopes(self.memory, message),
            "case_open": lambda message: lines.open_case(self.memory, self.maker, message),
            "case_add": lambda message: lines.add(self.memory, self.maker, message),
            "cases": lambda message: lines.cases(self.memory, message),
            "case": lambda message: lines.one(self.memory, message),
            "case_name": lambda message: lines.name(self.memory, message),
            "erase": self.erase,
            "keep": self.keep,
            "recall": self.recall,
            "passkey_ask": self.passkey_ask,
            "passkey_made": self.passkey_made,
            "passkey_shown": self.passkey_shown,
        }

    @property
    def memory(self) -> Memory:
        return need(self._memory)

    @property
    def maker(self) -> KeyMaker:
        if self._maker is None:
            raise VaultSealed
        return self._maker

    def handle(self, message: Message) -> Message:
        operation = self.operations.get(str(message.get("op")))
        if operation is None:
            raise Invalid("op", "unknown_operation")
        try:
            return operation(message)
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise Invalid("message", "malformed", kind=type(error).__name__) from None

    def status(self, _: Message) -> Message:
        """Counts and states, open to every process that may connect."""
        memory = self._memory
        if memory is None:
            return {"sealed": True, "mode": self.keyring.mode, "keyring": self.keyring.exists}
        return {
            "sealed": False,
            "mode": self.keyring.mode,
            "keyring": True,
            "people": memory.names.people(),
            "unusable": len(memory.unusable),
            "unusable_ones": memory.unusable.told(),
            "feed": memory.feed,
            "record": self.record_state(),
        }

    def unseal(self, message: Message) -> Message:
        with self._turning:
            if self._memory is None:
                ring = self.keyring.open(message.get("passphrase"))
                memory = Memory(ring, self.store)
                memory.load()
                self._maker = KeyMaker(memory)
                self._memory = memory
                self._record("unsealed")
                for follow in self.on_unsealed:
                    follow(memory)
        return self.status(message)

    def seal_up(self, message: Message) -> Message:
        with self._turning:
            memory, self._memory, self._maker = self._memory, None, None
            if memory is not None:
                for follow in self.on_sealed:
                    follow()
                memory.close()
                self._record("sealed_up")
        return self.status(message)

    def _record(self, name: str) -> None:
        with self.store.transaction() as connection:
            store.append_audit(connection, [event(None, name, resource_kind="vault")])

    def seal(self, message: Message) -> Message:
        """Ciphertext and new wrapped keys for the caller to store in its own transaction; writes nothing."""
        memory, plains = self.memory, message["plains"]
        if len(plains) > MOST_SEALED:
            raise Invalid("plains", "too_many", most=MOST_SEALED)
        subjects = {text: UUID(text) for text in {one["subject"] for one in plains}}
        homes = {subjects[one["subject"]]: (one["file"], one["team"]) for one in plains}
        keys, fresh, erased = self.maker.keys_for(list(homes))
        if erased:
            raise Refused(refuse("subject_erased", count=len(erased)))
        values, sealing = [], crypto.Sealing()
        for one in plains:
            subject, field = subjects[one["subject"]], one["field"]
            if field.partition(":")[0] not in crypto.CLASSES:
                raise Invalid("field", "unknown_class")
            owner = _as_written(one["owner"])
            values.append(to_text(sealing.value(keys[subject], field, str(subject), owner, one["value"])))
        new_keys = [
            {
                "subject": str(subject),
                "file": homes[subject][0],
                "team": homes[subject][1],
                "kek": memory.ring.current,
                "wrapped": to_text(memory.ring.wrap(keys[subject])),
            }
            for subject in fresh
        ]
        return {"values": values, "new_keys": new_keys}

    def open(self, message: Message) -> Message:
        entries = [(UUID(owner), str(field)) for owner, field in message["wanted"]]
        values = looking.open_entries(
            self.memory, message["token"], message["purpose"], entries, message.get("request")
        )
        return {"values": [[str(owner), field, value] for owner, field, value in values]}

    def search(self, message: Message) -> Message:
        """People within reach by id and score. Beyond reach only how many there are, and only to who
        may ask.
        """
        memory, token = self.memory, message["token"]
        purpose, beyond = looking.check_purpose(message["purpose"]), bool(message.get("beyond"))
        limit = max(1, min(MOST_HITS, int(message.get("limit", 20))))
        parts = ranking.parts_of(
            message["parts"] if message.get("parts") else str(message.get("query") or "")
        )
        refused: LimitReached | None = None
        with memory.store.transaction() as connection:
            who = looking.require_principal(connection, token)
            if beyond and not looking.may_ask_beyond(who):
                raise Refused(refuse("beyond_not_allowed"), "person")
            within, others = _divide(connection, token, ranking.rank(memory.names, parts), limit)
            others = [one for one in others if beyond and one.score >= SAME_SCORE][:limit]
            asked_about = others[:1]
            refused = looking.check_limits(
                connection, who, [Look(one.person, one.file, True) for one in asked_about]
            )
            common = {"purpose": purpose, "request": message.get("request")}
            events = [event(who, "searched", code=f"hits:{min(len(within), limit)}", **common)]
            events += [
                event(who, "searched", code=f"same:{len(others)}", person=one.person, outside=True, **common)
                for one in asked_about
            ]
            if refused is None:
                store.append_audit(connection, events)
        if refused is not None:
            looking.record_limit(memory, who, purpose, refused)
            raise refused
        hits = [
            {
                "person": str(one.person),
                "file": str(one.file),
                "score": one.score,
                "exact": one.exact,
                "reachable": True,
            }
            for one in within[:limit]
        ]
        return {"hits": hits, "beyond": len(others)}

    def known_person(self, message: Message) -> Message:
        """Whether somebody with these names is known anywhere: same, perhaps or none, and nothing more."""
        person = message["person"]
        parts = [person[name] for name in ("given", "father", "grandfather", "laqab") if person.get(name)]
        answer = self.search({**message, "parts": parts, "beyond": True})
        if any(hit["exact"] and hit["score"] >= SAME_SCORE for hit in answer["hits"]) or answer["beyond"]:
            return {"answer": "same"}
        return {"answer": "perhaps" if answer["hits"] else "none"}

    def erase(self, message: Message) -> Message:
        """Destroy the key of a subject: its ciphertext, wherever copies of it lie, is noise from now on."""
        memory, subject = self.memory, UUID(message["subject"])
        purpose = looking.check_purpose(message["purpose"])
        with memory.store.transaction() as connection:
            who = looking.require_principal(connection, message["token"])
            file = store.file_of(connection, subject)
            reach = store.reach(connection, message["token"], [file]).get(file) if file else None
            if file is None or reach is None or "erase" not in reach.classes:
                raise Refused(refuse("erase_not_allowed"), "person")
            done = store.erase_key(connection, subject)
            person = None if subject == file else subject
            store.append_audit(
                connection, [event(who, "erased", file_id=file, person=person, purpose=purpose)]
            )
        memory.forget(subject)
        return {"erased": done}

    def keep(self, message: Message) -> Message:
        """Seal what belongs to an account and to no person, bound to account and label: seeds of second factors, lists
        on their way, papers being printed."""
        key = self.memory.ring.own_key("keys")
        content = crypto.pad(str(message["text"]).encode())
        bound_to = _of_account(self._asking(message), message["label"])
        return {"sealed": to_text(crypto.encrypt(key, content, bound_to, crypto.CLASSES["keys"]))}

    def recall(self, message: Message) -> Message:
        key = self.memory.ring.own_key("keys")
        bound_to = _of_account(self._asking(message), message["label"])
        try:
            padded = crypto.decrypt(key, to_bytes(message["sealed"]), bound_to, crypto.CLASSES["keys"])
        except crypto.Tampered:
            raise Refused(refuse("does_not_open")) from None
        return {"text": crypto.unpad(padded).decode()}

    def passkey_ask(self, message: Message) -> Message:
        """A question for whoever has a passkey; it is nobody's yet."""
        return {"question": to_text(self._questions.new(self.memory.ring))}

    def passkey_made(self, message: Message) -> Message:
        """A new passkey of the account that is signed in, sealed for it."""
        account = self._asking({"token": message.get("token"), "label": ""})
        return {"sealed": passkeys.made(self.memory.ring, self._questions, account, message)}

    def passkey_shown(self, message: Message) -> Message:
        """Which passkey of this account answered; with `proof` it signs in, as a password would."""
        ring, account, proof = (
            self.memory.ring,
            UUID(str(message["account"])),
            str(message.get("proof") or ""),
        )
        with self.store.transaction() as connection:
            kept = store.passkeys(connection, account)
            found = passkeys.shown(ring, self._questions, account, kept, message)
            if proof and not store.vouch(connection, found.ref, account, proof):
                raise Refused(refuse("passkey_unknown"), "person")
        return {"passkey": found.ref}

    def _asking(self, message: Message) -> UUID:
        """The account behind a person's session, or behind the proof of a password while she signs in."""
        with self.memory.store.transaction() as connection:
            who = store.principal(connection, str(message.get("token") or ""))
            if who is not None and who.kind in IN_PERSON:
                return who.account
            if who is not None and who.kind == JOB and str(message["label"]).startswith(FOR_JOBS):
                return who.account
            proven = store.proven(connection, str(message.get("proof") or ""))
        if proven is None:
            raise Refused(refuse("no_session"), "person")
        return proven


_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def _as_written(ref: str) -> str:
    """An id as every value is bound to it; made anew only where it is written otherwise."""
    return ref if _UUID.fullmatch(ref) else str(UUID(ref))


def _of_account(account: UUID, label: Any) -> bytes:
    return f"keys|{account}|{label}".encode()


def _divide(
    connection: store.Connection, token: str, found: Iterator[ranking.Found], limit: int
) -> tuple[list[ranking.Found], list[ranking.Found]]:
    """Who is within reach and who is not, best first: as far down as it takes to fill the page.

    A common name has many bearers; one's own must be found however many others bear it. Files are read again from
    what is committed, since memory may lag by a moment.
    """
    within: list[ranking.Found] = []
    others: list[ranking.Found] = []
    step = FIRST_LOOK
    while len(within) < limit and (chunk := list(islice(found, step))):
        step = MOST_LOOK
        there = store.reach_of_people(connection, token, [one.person for one in chunk])
        for one in chunk:
            if one.person in there:
                file, classes = there[one.person]
                (within if "identity" in classes else others).append(replace(one, file=file))
    return within, others
