"""The processes of an instance as the supervisor is told of them: vault, web, worker."""

import http.client
import os
import socket
import ssl
import sys
from contextlib import closing
from typing import Any

from wasl.interfaces.cli.boot import CODE, Instance
from wasl.kernel.errors import WaslError
from wasl.runtime.children import Child
from wasl.runtime.database import Database
from wasl.vault.client import Vault

ASK_SECONDS = 2.0
UNSEAL_SECONDS = 180.0


def vault(instance: Instance, database: Database | None = None) -> Child:
    """Serves as soon as it is open; one that waits for a passphrase serves when it answers."""

    def ready() -> bool:
        try:
            with closing(Vault(instance.vault_socket, timeout=ASK_SECONDS)) as asked:
                status = asked.status()
        except WaslError:
            return False
        return not status["sealed"] or instance.vault_mode == "passphrase"

    return Child(
        "vault",
        python("wasl.vault"),
        instance.for_vault(),
        ready,
        code_path(),
        account=instance.users.vault,
        before=instance.give_vault_its_own,
        patience=UNSEAL_SECONDS,
    )


def web(instance: Instance) -> Child:
    """Serves when it answers on its port; what else must be ready is told by /readyz. Under HTTPS it is started anew
    when its certificate nears its end, or when this computer's address has changed."""
    settings, listening = instance.settings, instance.listening

    def given() -> dict[str, Any]:
        certificate = instance.certificate
        return instance.for_django("web", pool=True) | {
            "port": settings.port,
            "listen": instance.listening.bind,
            "processes": settings.web_processes,
            "certificate": str(certificate.chain) if instance.https else "",
            "certificate_key": str(certificate.key) if instance.https else "",
            "log_level": settings.log_level,
        }

    return Child(
        "web",
        python("wasl.interfaces.web.server"),
        given,
        lambda: answers(settings.port, instance.https, host=listening.asked_at),
        code_path(),
        account=instance.users.web,
        before=instance.give_web_its_own,
        stale=(lambda: instance.certificate.stale()) if instance.https else None,
        patience=120.0,
    )


def door(instance: Instance) -> Child:
    """The plain door of a network: shows devices what they need before they trust us."""
    listening, address = instance.listening, instance.address()

    def given() -> dict[str, Any]:
        return {
            "listen": listening.bind,
            "door_port": instance.door_port,
            "port": instance.settings.port,
            "asked_at": listening.asked_at,
            "names": instance.names(),
            "address": address,
            "authority": instance.network()["authority"],
        }

    def ready() -> bool:
        try:
            socket.create_connection((listening.asked_at, instance.door_port), ASK_SECONDS).close()
        except OSError:
            return False
        return True

    return Child(
        "door", python("wasl.interfaces.web.door"), given, ready, code_path(), account=instance.users.web
    )


def worker(instance: Instance) -> Child:
    """The queue of jobs and what happens at fixed hours."""
    return Child(
        "worker",
        python("wasl.interfaces.cli.worker"),
        instance.for_django("worker"),
        env=code_path(),
        account=instance.users.web,
    )


def python(module: str) -> list[str]:
    """Run a module of ours; -P, so that nothing lying in the folder of the caller is imported instead."""
    return [sys.executable, "-P", "-m", module]


def code_path() -> dict[str, str]:
    """Where our own code lies, for a checkout that was not installed."""
    others = [part for part in os.environ.get("PYTHONPATH", "").split(os.pathsep) if part]
    return {"PYTHONPATH": os.pathsep.join(dict.fromkeys([str(CODE.parent), *others]))}


def answers(port: int, https: bool, path: str = "/healthz", host: str = "127.0.0.1") -> bool:
    """Whether the web server on this computer answers well."""
    connection = (
        http.client.HTTPSConnection(host, port, timeout=ASK_SECONDS, context=_own_certificate())
        if https
        else http.client.HTTPConnection(host, port, timeout=ASK_SECONDS)
    )
    try:
        connection.request("GET", path, headers={"Host": "localhost"})
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _own_certificate() -> ssl.SSLContext:
    """We ask ourselves under another name than the certificate's; whether we live is no secret."""
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context
