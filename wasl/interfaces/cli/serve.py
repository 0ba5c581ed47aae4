"""`wasl serve`: PostgreSQL, vault, web and worker under the supervisor, until a signal ends it."""

import argparse
import json
import os
import socket
import subprocess
import sys
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from wasl.interfaces.cli import processes
from wasl.interfaces.cli.answers import DONE, answer, for_a_home, port
from wasl.interfaces.cli.boot import Instance
from wasl.interfaces.cli.preparing import ready_for
from wasl.interfaces.cli.screen import Screen
from wasl.runtime.addresses import EVERYWHERE, as_address, is_host_name, near, own_addresses
from wasl.runtime.children import Child
from wasl.runtime.faults import Fault
from wasl.runtime.supervisor import Supervisor


def run(argv: Sequence[str]) -> int:
    options = for_a_home("serve", "Run database, vault, web and worker until stopped (Ctrl-C or SIGTERM).")
    options.add_argument("--port", type=port, help="port of the pages (8000); 0 takes a free one")
    options.add_argument("--listen", metavar="HOST", help="name or address to listen on (localhost)")
    options.add_argument("--verbose", action="store_true", help="show everything that is written to the log")
    options.add_argument("--demo", action="store_true", help=argparse.SUPPRESS)
    given = options.parse_args(list(argv))
    wanted = free_port() if given.port == 0 else given.port
    door = free_port() if given.port == 0 and "WASL_DOOR_PORT" not in os.environ else None
    instance = Instance.locate(programme=given.programme, port=wanted, listen=given.listen, door_port=door)
    may_listen(instance)
    instance.must_be_made()
    if not ready_for(instance):
        bring_up_to_date(instance)
    port_is_free(instance)
    if instance.https:
        instance.certificate.ensure()
    instance.note(listen=instance.settings.listen, port=instance.settings.port, door_port=instance.door_port)
    screen = sys.stderr if given.verbose else Screen(sys.stderr)

    def when_ready() -> None:
        document = {
            "address": instance.address(),
            "home": str(instance.home.path),
            "sealed": sealed(instance),
        }
        document |= instance.network() and {"network": instance.network() | {"authority": None}}
        document |= demo_counts(instance) if given.demo else {}
        answer(document, given.json, _lines(instance, given.demo))
        sys.stdout.flush()

    Supervisor(children(instance), instance.home, screen=screen, when_ready=when_ready).run()
    return DONE


def children(instance: Instance) -> list[Child]:
    """In the order in which they need each other."""
    server = instance.database.child()
    return [
        *([server] if server else []),
        processes.vault(instance),
        processes.web(instance),
        processes.worker(instance),
        *([processes.door(instance)] if instance.door_port else []),
    ]


def may_listen(instance: Instance) -> None:
    """Whether what `--listen` says can be done, said before anything is started."""
    host = instance.settings.listen
    if not near(host) and as_address(host) is None and not is_host_name(host.lower()):
        raise Fault(f"{host!r} is neither a host name nor an address.", "Such as wasl.local or 192.168.1.10.")
    address = as_address(host)
    if address is not None and host not in EVERYWHERE and not near(host) and address not in own_addresses():
        here = ", ".join(map(str, own_addresses())) or "none"
        raise Fault(
            f"{host} is no address of this computer (it has: {here}).", "Give one of these, or 0.0.0.0."
        )
    if instance.settings.certificate is not None or instance.settings.certificate_key is not None:
        instance.certificate.check_theirs()


def bring_up_to_date(instance: Instance) -> None:
    """Tables and files for newer code, by a process of its own: the supervisor stays small and starts nothing else."""
    command = [*processes.python("wasl"), "init", "--json"]
    if instance.settings.programme:
        command += ["--programme", instance.settings.programme]
    done = subprocess.run(command, env=_environment(), stdout=subprocess.DEVNULL, check=False)
    if done.returncode != 0:
        raise Fault("The instance could not be brought up to date.", "The reason stands above.")


def port_is_free(instance: Instance) -> None:
    """Said before anything is started, and not by the log of a process that dies again and again."""
    host = instance.listening.bind
    for wanted, how in ((instance.settings.port, "--port"), (instance.door_port, "WASL_DOOR_PORT")):
        if not wanted:
            continue
        if instance.users.web and wanted < (first := first_open_port()):
            raise Fault(
                f"The pages run as {instance.users.web.name}, who may not open port {wanted}.",
                f"Give one from {first} on, or allow it: sysctl net.ipv4.ip_unprivileged_port_start={wanted}",
            )
        with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, wanted))
            except OSError as error:
                raise Fault(
                    f"Port {wanted} of {host} cannot be used: {error.strerror}.",
                    f"Give another one with {how}.",
                ) from None


def first_open_port() -> int:
    """Ports below it are root's."""
    place = Path("/proc/sys/net/ipv4/ip_unprivileged_port_start")
    return int(place.read_text(encoding="ascii")) if place.exists() else 1024


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def sealed(instance: Instance) -> bool:
    from wasl.vault.client import Vault

    with closing(Vault(instance.vault_socket, timeout=5)) as asked:
        return bool(asked.status()["sealed"])


def demo_counts(instance: Instance) -> dict[str, int]:
    """What the demo holds."""
    made = instance.notes.get("demo", {})
    return {
        "families": made.get("families", 0),
        "people": made.get("people", 0),
        "accounts": len(_accounts(instance)),
    }


def _accounts(instance: Instance) -> list[dict[str, str]]:
    if not instance.accounts_file.exists():
        return []
    listed: list[dict[str, str]] = json.loads(instance.accounts_file.read_text(encoding="utf-8"))
    return listed


def _lines(instance: Instance, demo: bool) -> list[str]:
    lines = ["", f"Wasl is ready: {instance.address()}", f"Its home is {instance.home.path}"]
    if sealed(instance):
        lines.append("The vault is sealed: names stay closed until somebody runs `wasl unseal`.")
    network = instance.network()
    if network.get("door"):
        lines += [
            "Other devices must once be told to trust it:",
            f"  {network['door']}   (or print a sheet: `wasl network --sheet sheet.pdf`)",
            f"  the code that they must show: {network['fingerprint']}",
        ]
    if demo:
        lines += ["", "Sign in as one of these (synthetic families only):"]
        for one in _accounts(instance):
            lines.append(f"  {one['username']:<12} {one['password']:<16} {one['role']:<28} {one['name']}")
    return [*lines, "", "Stop it with Ctrl-C."]


def _environment() -> dict[str, str]:
    return dict(os.environ) | processes.code_path()
