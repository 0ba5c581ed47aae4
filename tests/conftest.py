"""What every test gets: no way out to the network, and the note of requirements shown."""

import socket
from collections.abc import Iterator
from typing import Any

import pytest

pytest_plugins = ["tests.plugins.requirements", "tests.plugins.proof", "tests.worlds", "pytester"]

LOOPBACK = ("127.", "::1", "localhost")


class NetworkForbidden(AssertionError):
    """A test reached for another machine. Nothing in Wasl is fetched at run time."""


def _is_near(family: int, address: Any) -> bool:
    return family == socket.AF_UNIX or (isinstance(address, tuple) and str(address[0]).startswith(LOOPBACK))


@pytest.fixture(autouse=True, scope="session")
def no_network() -> Iterator[None]:
    """Refuses connections that leave this machine; Unix sockets and loopback stay open."""
    patch = pytest.MonkeyPatch()
    for method in ("connect", "connect_ex"):
        real = getattr(socket.socket, method)

        def guarded(self: socket.socket, address: Any, real: Any = real) -> Any:
            if not _is_near(self.family, address):
                raise NetworkForbidden(f"connection to {address!r}")
            return real(self, address)

        patch.setattr(socket.socket, method, guarded)
    yield
    patch.undo()
