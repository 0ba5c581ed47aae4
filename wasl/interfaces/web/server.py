"""The web process: granian serving our pages. It is handed its credentials by pipe and keeps them in memory.

The processes that serve are forked from this one after it has read the pipe and imported the pages, so they hold what
it was handed without anything standing in the environment, and one that dies is replaced at once.
"""

import gc
import multiprocessing
import os
import sys
from pathlib import Path
from typing import Any

from wasl.interfaces.web import log_lines
from wasl.runtime.handed import handed
from wasl.runtime.processes import harden

THREADS = 4
# no path: people type names into the address, and a path tells whose sealed page was opened
ACCESS_LINE = "%(method)s %(status)d %(dt_ms).0f ms"
STOP_SECONDS = 3
PLACES = {"localhost": "127.0.0.1"}


def main() -> int:
    given = handed()
    harden()
    log_lines.speak(debug=given.get("debug", False), level=given.get("log_level", "info"))
    os.environ["DJANGO_SETTINGS_MODULE"] = "wasl.settings"
    from wasl.wsgi import application

    # what was imported stays for good: a collection that walks it holds one of the pages up for many times its own work
    gc.collect()
    gc.freeze()
    multiprocessing.set_start_method("fork")
    serve(given, application)
    return 0


def serve(given: dict[str, Any], application: Any) -> None:
    """Serve until SIGTERM."""
    from granian.constants import Interfaces
    from granian.log import LogLevels
    from granian.server import MPServer

    certificate, key = given.get("certificate"), given.get("certificate_key")
    MPServer(
        "wasl.wsgi:application",
        address=PLACES.get(given["listen"], given["listen"]),
        port=given["port"],
        interface=Interfaces.WSGI,
        workers=given.get("processes", 1),
        blocking_threads=THREADS,
        websockets=False,
        log_level=LogLevels(given.get("log_level", "info")),
        log_access=True,
        log_access_format=ACCESS_LINE,
        ssl_cert=Path(certificate) if certificate else None,
        ssl_key=Path(key) if key else None,
        respawn_failed_workers=True,
        respawn_interval=0.2,
        workers_kill_timeout=STOP_SECONDS,
    ).serve(target_loader=lambda: application, wrap_loader=False)


if __name__ == "__main__":
    sys.exit(main())
