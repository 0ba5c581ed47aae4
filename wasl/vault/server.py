"""The vault's socket: who may connect, one thread for each connection, and no value in any log line."""

from __future__ import annotations

import logging
import os
import socket
import socketserver
import struct
import threading
import traceback
from pathlib import Path
from typing import Any

import psycopg
from psycopg_pool import PoolTimeout

from wasl.kernel.errors import VaultDown, WaslError
from wasl.vault import protocol
from wasl.vault.looking import log_database
from wasl.vault.operations import Vault

log = logging.getLogger("wasl.vault")
MOST_CONNECTIONS = 64
MAX_SOCKET_PATH = 107


def peer_uid(connection: socket.socket) -> int:
    """The user id of the process at the other end, as the kernel knows it."""
    raw = connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, struct.calcsize("3i"))
    return int(struct.unpack("3i", raw)[1])


def place_of(error: BaseException) -> str:
    """Where an error happened, without what it says: messages may quote values."""
    frames = traceback.extract_tb(error.__traceback__)
    return f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else "?"


class _Handler(socketserver.BaseRequestHandler):
    server: VaultServer

    def handle(self) -> None:
        connection: socket.socket = self.request
        if peer_uid(connection) not in self.server.uids:
            log.warning("refused a connection of another user")
            return
        if not self.server.room.acquire(blocking=False):
            log.warning("too many connections")
            return
        self.server.connections.add(connection)
        try:
            while (message := protocol.read(connection)) is not None:
                protocol.write(connection, self.server.answer(message))
        except (protocol.BadMessage, OSError) as error:
            log.info("connection ended: %s", type(error).__name__)
        finally:
            self.server.connections.discard(connection)
            self.server.room.release()


class VaultServer(socketserver.ThreadingMixIn, socketserver.UnixStreamServer):
    """Serves until `shutdown`; open connections are closed with it."""

    daemon_threads = True
    block_on_close = False
    request_queue_size = 64

    def __init__(self, path: Path, vault: Vault, uids: frozenset[int] | None = None) -> None:
        if len(str(path).encode()) > MAX_SOCKET_PATH:
            raise ValueError("the socket's path is too long for this system")
        self.vault = vault
        self.uids = uids if uids is not None else frozenset({os.geteuid()})
        self.room = threading.BoundedSemaphore(MOST_CONNECTIONS)
        self.connections: set[socket.socket] = set()
        path.unlink(missing_ok=True)
        before = os.umask(0o117 if len(self.uids) > 1 else 0o177)
        try:
            super().__init__(str(path), _Handler)
        finally:
            os.umask(before)

    def answer(self, message: dict[str, Any]) -> dict[str, Any]:
        """One answer for one message; what went wrong goes out as a code."""
        try:
            return {"ok": self.vault.handle(message)}
        except WaslError as error:
            return protocol.error_message(error)
        except (psycopg.Error, PoolTimeout) as error:
            if isinstance(error, psycopg.Error):
                log_database(error)
            return protocol.error_message(VaultDown("database"))
        except Exception as error:  # noqa: BLE001 - the last net: a thread must answer, and never with a value
            log.error("operation failed: %s at %s", type(error).__name__, place_of(error))
            return protocol.error_message(VaultDown("internal"))

    def handle_error(self, request: Any, client_address: Any) -> None:
        """The library would print a traceback, and that may quote values."""
        log.error("a connection's thread failed")

    def server_close(self) -> None:
        super().server_close()
        for connection in list(self.connections):
            try:
                connection.shutdown(socket.SHUT_RDWR)
            except OSError:
                continue
        Path(str(self.server_address)).unlink(missing_ok=True)
