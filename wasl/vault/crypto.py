"""How one value is sealed: everything that touches a key, and nothing that touches a socket or a table.

A key subject (a person, or a file for what belongs to the family) has one random data key. The data key is
wrapped by a key-encryption key; each class of content gets its own sub-key. A sealed value tells its
version and class in two clear bytes, and is bound to its place (field, subject, owner), so that a value
moved elsewhere does not open.
"""

from __future__ import annotations

import hmac
import json
import os
from typing import Any
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.keywrap import InvalidUnwrap, aes_key_unwrap, aes_key_wrap

KEY_BYTES = 32
NONCE_BYTES = 12
TAG_BYTES = 16
VERSION = 1
HEADER_BYTES = 2
LENGTH_BYTES = 4
CLASSES = {"identity": 1, "notes": 2, "clinical": 3, "sealed": 4, "files": 5, "keys": 6}
SMALLEST_BUCKET = 64
LARGEST_BUCKET = 1 << 20


class Tampered(Exception):
    """A sealed value or key that does not open: changed, moved, or sealed under another key."""


def new_key() -> bytes:
    return os.urandom(KEY_BYTES)


def field_class(field: str) -> str:
    """The class of a field is what stands before its colon; an unknown class is a programming error."""
    name = field.partition(":")[0]
    if name not in CLASSES or ":" not in field:
        raise ValueError("unknown field class")
    return name


def wrap(kek: bytes, key: bytes) -> bytes:
    return aes_key_wrap(kek, key)


def unwrap(kek: bytes, wrapped: bytes) -> bytes:
    try:
        return aes_key_unwrap(kek, wrapped)
    except (InvalidUnwrap, ValueError) as error:
        raise Tampered("key") from error


def sub_key(key: bytes, purpose: str) -> bytes:
    """HKDF-Expand (RFC 5869) to 32 bytes; the extract step is not needed, the data key is uniform already."""
    return hmac.digest(key, b"wasl/" + purpose.encode() + b"\x01", "sha256")


def bucket(size: int) -> int:
    """The padded length: powers of two, so that a length says no more than the rough kind of text."""
    padded = SMALLEST_BUCKET
    while padded < size and padded < LARGEST_BUCKET:
        padded *= 2
    return padded if size <= padded else -(-size // LARGEST_BUCKET) * LARGEST_BUCKET


def pad(content: bytes, size: int | None = None) -> bytes:
    """Length, content, zeros up to the bucket (or to the `size` asked for)."""
    framed = len(content).to_bytes(LENGTH_BYTES, "big") + content
    whole = bucket(len(framed)) if size is None else size
    if len(framed) > whole:
        raise ValueError("content is longer than its fixed size")
    return framed.ljust(whole, b"\0")


def unpad(padded: bytes) -> bytes:
    length = int.from_bytes(padded[:LENGTH_BYTES], "big")
    if len(padded) < LENGTH_BYTES or length > len(padded) - LENGTH_BYTES:
        raise Tampered("padding")
    return padded[LENGTH_BYTES : LENGTH_BYTES + length]


def place(field: str, subject: UUID | str, owner: UUID | str) -> bytes:
    """What a value is bound to. The separator cannot occur in a field name or in a UUID's text."""
    return f"{field}|{subject}|{owner}".encode()


def encrypt(key: bytes, content: bytes, bound_to: bytes, class_byte: int) -> bytes:
    """Header, nonce, ciphertext and tag; the header is authenticated together with the place."""
    header = bytes((VERSION, class_byte))
    nonce = os.urandom(NONCE_BYTES)
    return header + nonce + AESGCM(key).encrypt(nonce, content, header + bound_to)


def decrypt(key: bytes, sealed: bytes, bound_to: bytes, class_byte: int) -> bytes:
    header = sealed[:HEADER_BYTES]
    if header != bytes((VERSION, class_byte)) or len(sealed) < HEADER_BYTES + NONCE_BYTES + TAG_BYTES:
        raise Tampered("header")
    nonce = sealed[HEADER_BYTES : HEADER_BYTES + NONCE_BYTES]
    try:
        return AESGCM(key).decrypt(nonce, sealed[HEADER_BYTES + NONCE_BYTES :], header + bound_to)
    except InvalidTag as error:
        raise Tampered("value") from error


def seal_value(key: bytes, field: str, subject: UUID, owner: UUID, value: Any) -> bytes:
    """Seal one JSON value under the sub-key of its field's class."""
    return Sealing().value(key, field, str(subject), str(owner), value)


class Sealing:
    """Seals the values of one batch: the cipher of a key and class is made once for all values under it."""

    def __init__(self) -> None:
        self._ciphers: dict[tuple[bytes, str], AESGCM] = {}
        self._as_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode

    def value(self, key: bytes, field: str, subject: str, owner: str, value: Any) -> bytes:
        """One JSON value under the sub-key of its field's class; ids as `str` writes a UUID."""
        name = field_class(field)
        cipher = self._ciphers.get((key, name))
        if cipher is None:
            cipher = self._ciphers[key, name] = AESGCM(sub_key(key, name))
        header = bytes((VERSION, CLASSES[name]))
        nonce = os.urandom(NONCE_BYTES)
        content = pad(self._as_json(value).encode())
        return header + nonce + cipher.encrypt(nonce, content, header + place(field, subject, owner))


def open_value(key: bytes, field: str, subject: UUID, owner: UUID, sealed: bytes) -> Any:
    """The value again, or `Tampered`: there is no third answer."""
    name = field_class(field)
    padded = decrypt(sub_key(key, name), bytes(sealed), place(field, subject, owner), CLASSES[name])
    try:
        return json.loads(unpad(padded))
    except (ValueError, RecursionError) as error:
        raise Tampered("document") from error
