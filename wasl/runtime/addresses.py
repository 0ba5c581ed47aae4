"""Under which names and addresses other computers find this one.

Read from the kernel each time: a router may give this computer another address in the morning.
"""

from __future__ import annotations

import fcntl
import ipaddress
import re
import socket
import struct
from dataclasses import dataclass
from pathlib import Path

NEAR = ("localhost", "127.0.0.1", "::1")
EVERYWHERE = ("0.0.0.0", "::")  # noqa: S104 - recognised here, chosen by whoever starts the server
ADDRESS_OF_AN_INTERFACE = 0x8915
HOST_NAME = re.compile(
    r"(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*"
)

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


@dataclass(frozen=True)
class Listening:
    """What `--listen` means on this computer: where to bind, and every name the certificate must carry."""

    bind: str
    names: tuple[str, ...]

    @property
    def main(self) -> str:
        """The name or address to tell people."""
        return self.names[0]

    @property
    def asked_at(self) -> str:
        """Where this computer reaches its own server."""
        return {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(self.bind, self.bind)  # noqa: S104


def near(host: str) -> bool:
    """Whether only this computer itself is meant."""
    address = as_address(host)
    return host in NEAR or (address is not None and address.is_loopback)


def as_address(text: str) -> Address | None:
    try:
        return ipaddress.ip_address(text.strip("[]"))
    except ValueError:
        return None


def is_host_name(text: str) -> bool:
    return HOST_NAME.fullmatch(text) is not None


def listening(listen: str) -> Listening:
    """Bind and names. A name that means no address of ours (or only 127.0.1.1, as Debian writes) binds everywhere."""
    if near(listen):
        return Listening("127.0.0.1" if listen == "localhost" else listen, (listen, *NEAR))
    address, own = as_address(listen), own_addresses()
    if address is None:
        meant = [found for found in _resolved(listen) if found in own]
        bind = str(meant[0]) if len(meant) == 1 else EVERYWHERE[0]
        told = [listen.lower(), *map(str, meant or own)]
    elif listen in EVERYWHERE:
        bind = listen
        told = [*map(str, own)] or ["127.0.0.1"]
    else:
        bind = listen
        told = [str(address)]
    return Listening(bind, tuple(dict.fromkeys([*told, *own_names(), *NEAR])))


def own_names() -> list[str]:
    """The computer's name, alone and as neighbours find it without a name server (multicast DNS)."""
    name = socket.gethostname().lower()
    if not is_host_name(name) or name == "localhost":
        return []
    return [name, *([] if "." in name else [f"{name}.local"])]


def own_addresses() -> list[Address]:
    """Every address of this computer that others may reach, IPv4 first."""
    return [*_version_four(), *_version_six()]


def _version_four() -> list[Address]:
    found: list[Address] = []
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asked:
        for _, interface in socket.if_nameindex():
            request = struct.pack("256s", interface.encode()[:15])
            try:
                answer = fcntl.ioctl(asked.fileno(), ADDRESS_OF_AN_INTERFACE, request)
            except OSError:  # an interface without an address
                continue
            address = ipaddress.IPv4Address(answer[20:24])
            if not address.is_loopback:
                found.append(address)
    return list(dict.fromkeys(found))


def _version_six() -> list[Address]:
    """From the kernel's table; link-local ones need a zone and stand in no certificate."""
    table = Path("/proc/net/if_inet6")
    lines = table.read_text(encoding="ascii").splitlines() if table.exists() else []
    every = [ipaddress.IPv6Address(bytes.fromhex(line.split()[0])) for line in lines]
    return [one for one in every if not (one.is_loopback or one.is_link_local)]


def _resolved(name: str) -> list[Address]:
    try:
        answers = socket.getaddrinfo(name, None, type=socket.SOCK_STREAM)
    except OSError:
        return []
    found = [as_address(str(answer[4][0])) for answer in answers]
    return list(dict.fromkeys(one for one in found if one is not None))
