"""What goes over the vault's socket: four bytes of length, then one JSON document; bytes travel as base64.

Both ends use this module. A message is bounded, so that no caller can make the vault hold what it cannot.
"""

from __future__ import annotations

import base64
import json
import socket
from typing import Any

from wasl.kernel.decision import refuse
from wasl.kernel.errors import (
    Invalid,
    LimitReached,
    NotFound,
    Refused,
    VaultDown,
    VaultSealed,
    WaslError,
)

MAX_MESSAGE = 16 * 1024 * 1024
LENGTH = 4
PIECE = 1 << 18


class BadMessage(Exception):
    """Not one of our messages: too long, cut off, or no JSON object."""


def write(connection: socket.socket, message: dict[str, Any]) -> None:
    content = json.dumps(message, ensure_ascii=False, separators=(",", ":")).encode()
    if len(content) > MAX_MESSAGE:
        raise BadMessage("too_long")
    connection.sendall(len(content).to_bytes(LENGTH, "big") + content)


def read(connection: socket.socket) -> dict[str, Any] | None:
    """The next message, or None when the other side has closed between two messages."""
    head = _exactly(connection, LENGTH, may_end=True)
    if head is None:
        return None
    length = int.from_bytes(head, "big")
    if length > MAX_MESSAGE:
        raise BadMessage("too_long")
    content = _exactly(connection, length)
    try:
        message = json.loads(content or b"")
    except ValueError:
        raise BadMessage("not_json") from None
    if not isinstance(message, dict):
        raise BadMessage("not_an_object")
    return message


def _exactly(connection: socket.socket, length: int, may_end: bool = False) -> bytearray | None:
    """So many bytes. Room is taken as they come, and not because somebody announced them."""
    content, piece = bytearray(), bytearray(min(length, PIECE))
    with memoryview(piece) as view:
        while len(content) < length:
            read = connection.recv_into(view[: length - len(content)])
            if not read:
                if may_end and not content:
                    return None
                raise BadMessage("cut_off")
            content += view[:read]
    return content


def to_text(content: bytes) -> str:
    return base64.b64encode(content).decode()


def to_bytes(text: str) -> bytes:
    return base64.b64decode(text)


def error_message(error: WaslError) -> dict[str, Any]:
    """An error as codes and facts; a value never travels in an error."""
    body: dict[str, Any] = {"type": type(error).__name__}
    if isinstance(error, Refused):
        body |= {"code": error.code, "facts": dict(error.facts), "kind": error.kind}
    elif isinstance(error, LimitReached):
        body |= {"code": error.code, "facts": dict(error.facts)}
    elif isinstance(error, Invalid):
        body |= {"field": error.field, "code": error.code, "facts": dict(error.facts)}
    return {"error": body}


def raise_error(body: dict[str, Any]) -> None:
    """Raise on the client's side what the vault raised on its own."""
    facts = body.get("facts") or {}
    match body.get("type"):
        case "Refused":
            raise Refused(refuse(body["code"], **facts), body.get("kind", "person"))
        case "LimitReached":
            raise LimitReached(body["code"], **facts)
        case "Invalid":
            raise Invalid(body["field"], body["code"], **facts)
        case "NotFound":
            raise NotFound
        case "VaultSealed":
            raise VaultSealed
        case _:
            raise VaultDown(body.get("code", "unknown"))
