"""Passkeys: the vault asks, keeps what was shown, and vouches for whoever signs what it asked.

A password proves itself to the database; a passkey is a signature, which the database cannot check, and the web must
not be believed that it did. So the vault makes the question, checks the answer against the key that it sealed for that
account, and only then writes a proof. A question is good for five minutes and opens once.
"""

from __future__ import annotations

import hmac
import json
import logging
import secrets
import struct
import threading
import time
from typing import Any
from uuid import UUID

from cryptography.exceptions import UnsupportedAlgorithm
from fido2.server import Fido2Server
from fido2.utils import websafe_decode, websafe_encode
from fido2.webauthn import (
    AttestedCredentialData,
    PublicKeyCredentialRpEntity,
    UserVerificationRequirement,
)

from wasl.kernel.decision import refuse
from wasl.kernel.errors import Refused
from wasl.vault import crypto, store
from wasl.vault.keyring import Keyring
from wasl.vault.protocol import to_bytes, to_text

# the library tells of the keys it meets, and no line of a log holds one
logging.getLogger("fido2").setLevel(logging.ERROR)

GOOD_FOR = 300
_NONCE, _TIME = 16, struct.Struct(">Q")
_ASKED = _NONCE + _TIME.size
#: what the library meets in an answer that is none
NO_ANSWER = (
    ValueError, TypeError, KeyError, IndexError, AttributeError, AssertionError, OverflowError, struct.error,
    UnsupportedAlgorithm, RecursionError,
)  # fmt: skip


class Questions:
    """Questions carry their age and our mark, so that nobody fills a memory by asking; answered ones are remembered."""

    def __init__(self) -> None:
        self._answered: dict[bytes, float] = {}
        self._turn = threading.Lock()

    def new(self, ring: Keyring) -> bytes:
        asked = secrets.token_bytes(_NONCE) + _TIME.pack(int(time.time()))
        return asked + self._mark(ring, asked)

    def take(self, ring: Keyring, question: bytes) -> bool:
        """Whether the question is ours, young and unanswered; it is answered from now on."""
        asked, mark = question[:_ASKED], question[_ASKED:]
        if len(asked) != _ASKED or not hmac.compare_digest(mark, self._mark(ring, asked)):
            return False
        at, now = _TIME.unpack(asked[_NONCE:])[0], time.time()
        if not at - GOOD_FOR <= now <= at + GOOD_FOR:
            return False
        with self._turn:
            self._answered = {one: when for one, when in self._answered.items() if when + GOOD_FOR >= now}
            if question in self._answered:
                return False
            self._answered[question] = at
        return True

    @staticmethod
    def _mark(ring: Keyring, asked: bytes) -> bytes:
        return hmac.digest(ring.own_key("questions"), asked, "sha256")


def made(ring: Keyring, questions: Questions, account: UUID, message: dict[str, Any]) -> str:
    """What the browser made for this account, checked and sealed: which key it is, and how it is known again."""
    try:
        asked = _state(ring, questions, message)
        found = bytes(
            _server(message).register_complete(asked, dict(message["answer"])).credential_data or b""
        )
        AttestedCredentialData(found)  # it must open again
    except NO_ANSWER:
        raise Refused(refuse("passkey_not_made"), "state") from None
    content = crypto.pad(json.dumps({"key": to_text(found)}).encode())
    return to_text(crypto.encrypt(ring.own_key("keys"), content, _bound(account), crypto.CLASSES["keys"]))


def shown(
    ring: Keyring, questions: Questions, account: UUID, kept: list[store.Passkey], message: dict[str, Any]
) -> store.Passkey:
    """Which of the account's passkeys signed the question."""
    keys, rows = [], []
    for one in kept:
        try:
            content = crypto.decrypt(
                ring.own_key("keys"), to_bytes(one.sealed), _bound(account), crypto.CLASSES["keys"]
            )
        except (crypto.Tampered, ValueError):
            continue  # another's, or written by a hand that has no key: it opens nothing
        keys.append(AttestedCredentialData(to_bytes(json.loads(crypto.unpad(content))["key"])))
        rows.append(one)
    try:
        asked = _state(ring, questions, message)
        found = _server(message).authenticate_complete(asked, keys, dict(message["answer"]))
    except NO_ANSWER:
        raise Refused(refuse("passkey_unknown"), "person") from None
    return next(row for key, row in zip(keys, rows, strict=True) if key.credential_id == found.credential_id)


def _server(message: dict[str, Any]) -> Fido2Server:
    return Fido2Server(PublicKeyCredentialRpEntity(id=str(message["host"]), name="Wasl"))


def _state(ring: Keyring, questions: Questions, message: dict[str, Any]) -> dict[str, Any]:
    """The question that the answer says it answers, if it is one of ours."""
    said = json.loads(websafe_decode(str(message["answer"]["response"]["clientDataJSON"])))
    question = websafe_decode(str(said["challenge"]))
    if not questions.take(ring, question):
        raise ValueError("not asked")
    return {
        "challenge": websafe_encode(question),
        "user_verification": UserVerificationRequirement.REQUIRED,
    }


def _bound(account: UUID) -> bytes:
    """Unlike what `keep` binds to, so that only a checked answer becomes a passkey."""
    return f"passkey|{account}".encode()
