"""An authenticator in software, as WebAuthn describes one: it makes passkeys and signs questions with them."""

import json
import struct
from base64 import urlsafe_b64encode
from dataclasses import dataclass, field
from hashlib import sha256
from secrets import token_bytes
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from fido2 import cbor
from fido2.cose import ES256

PRESENT, VERIFIED, ATTESTED = 1, 4, 64


def text(content: bytes) -> str:
    return urlsafe_b64encode(content).decode().rstrip("=")


@dataclass
class Authenticator:
    """One passkey of one account under one name of the server."""

    account: UUID
    host: str = "localhost"
    origin: str = "http://localhost"
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    ref: bytes = field(default_factory=lambda: token_bytes(16))

    def _said(self, kind: str, question: bytes) -> bytes:
        return json.dumps({"type": kind, "challenge": text(question), "origin": self.origin}).encode()

    def _data(self, flags: int) -> bytes:
        return sha256(self.host.encode()).digest() + bytes([flags]) + struct.pack(">I", 0)

    def made(self, question: bytes, *, flags: int = PRESENT | VERIFIED) -> dict[str, Any]:
        public = cbor.encode(ES256.from_cryptography_key(self.key.public_key()))
        data = self._data(flags | ATTESTED) + bytes(16) + struct.pack(">H", len(self.ref)) + self.ref + public
        attestation = cbor.encode({"fmt": "none", "attStmt": {}, "authData": data})
        said = self._said("webauthn.create", question)
        return self._answer({"clientDataJSON": text(said), "attestationObject": text(attestation)})

    def shown(self, question: bytes, *, flags: int = PRESENT | VERIFIED) -> dict[str, Any]:
        said, data = self._said("webauthn.get", question), self._data(flags)
        signature = self.key.sign(data + sha256(said).digest(), ec.ECDSA(SHA256()))
        return self._answer(
            {
                "clientDataJSON": text(said),
                "authenticatorData": text(data),
                "signature": text(signature),
                "userHandle": text(self.account.bytes),
            }
        )

    def _answer(self, response: dict[str, str]) -> dict[str, Any]:
        ref = text(self.ref)
        return {
            "id": ref,
            "rawId": ref,
            "type": "public-key",
            "response": response,
            "clientExtensionResults": {},
        }
