"""What a command needs while it runs: used where it runs already, else started and stopped again."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterator
from contextlib import ExitStack, contextmanager

from wasl.runtime.children import Child, Running
from wasl.runtime.database import Database, External, open_database
from wasl.runtime.faults import Fault
from wasl.runtime.home import Home
from wasl.runtime.locks import ServiceLock
from wasl.runtime.settings import Settings

OTHERS_SECONDS = 600.0


@contextmanager
def running(
    home: Home,
    settings: Settings,
    need: Collection[str] = ("postgres",),
    vault: Callable[[Database], Child] | None = None,
) -> Iterator[Database]:
    """The database, and with `"vault"` in `need` the vault, for the time of the block."""
    database = open_database(home, settings)
    with ExitStack() as stack:
        server = database.child()
        if server is not None:
            stack.enter_context(service(home, server))
        elif isinstance(database, External) and not database.alive():
            raise Fault(
                "The external PostgreSQL does not let us in.",
                f"Is it the server of WASL_DATABASE_URL? Its administrator makes our roles once: "
                f"psql -f {database.leave_roles_script()}",
            )
        if "vault" in need:
            if vault is None:
                raise ValueError("say how the vault is started")
            stack.enter_context(service(home, vault(database)))
        yield database


@contextmanager
def service(home: Home, child: Child) -> Iterator[None]:
    """The child serves during the block, started by us or by another command of the same home."""
    with ServiceLock(home, child.name) as lock:
        lock.use()
        ours = _ours_or_ready(home, child, lock)
        try:
            yield
        finally:
            if ours is not None:
                lock.alone(OTHERS_SECONDS)
                ours.end(patience=30.0)
                lock.give_up()


def _ours_or_ready(home: Home, child: Child, lock: ServiceLock) -> Running | None:
    """Start the child where nobody runs it; None when another's serves."""
    until = time.monotonic() + child.patience
    while not lock.claim():
        if child.ready is None or child.ready():
            return None
        if time.monotonic() > until:
            raise Fault(
                f"{child.name} is run by process {lock.holder()}, but does not answer.", "Stop that process."
            )
        time.sleep(0.1)
    return Running.start(child, home.logs / f"{child.name}.log")
