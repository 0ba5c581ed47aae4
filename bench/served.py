"""Both behind the same server, asked over HTTP by one client and by eight; and the worker's memory."""

import http.client
import itertools
import os
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bench import contestant
from bench.contestant import Plain
from bench.contests import Contests
from bench.world import World
from wasl.interfaces.cli import processes
from wasl.interfaces.cli.serve import free_port
from wasl.runtime.oneshot import service

SLICE_SECONDS, SLICES = 3.0, 3
CLIENTS = (1, 8)


def throughput(place: World, known: Contests, plain: Plain) -> dict[str, Any]:
    """Slices of some seconds in turn, so that both meet the same moments of the machine."""
    from django.conf import settings

    own_port, other_port = place.instance.settings.port, free_port()
    numbers = [family.number for family in known.families]
    own_cookie = f"{settings.SESSION_COOKIE_NAME}={known.salma.token}"
    other_cookie = f"sessionid={plain.visit(known.salma.username, '', do='session')['cookie']}"
    own = [path for number in numbers for path in ("/", "/files/?scope=mine", f"/files/{number}/")]
    other = [path for number in numbers for path in ("/", f"/files/?team={known.team}", f"/files/{number}/")]
    found: dict[str, Any] = {}
    with service(place.instance.home, processes.web(place.instance)), _bare(place, other_port):
        for clients in CLIENTS:
            rates: dict[str, list[float]] = {"wasl": [], "bare Django": []}
            for _ in range(SLICES):
                rates["wasl"].append(_asked(own_port, own_cookie, own, clients))
                rates["bare Django"].append(_asked(other_port, other_cookie, other, clients))
            found[f"{clients} clients"] = {who: round(max(each), 1) for who, each in rates.items()}
        found["web_worker_mb"] = worker_memory("wasl.interfaces.web.server")
    return found


@contextmanager
def _bare(place: World, port: int) -> Iterator[None]:
    process = contestant.served(place, port)
    try:
        for _ in range(100):
            time.sleep(0.1)
            if processes.answers(port, False, "/nothing/"):
                break
            try:
                http.client.HTTPConnection("127.0.0.1", port, timeout=2).connect()
                break
            except OSError:
                continue
        yield
    finally:
        process.terminate()
        process.wait(timeout=20)


def _asked(port: int, cookie: str, paths: Sequence[str], clients: int) -> float:
    """Answers a second."""
    until, answered = time.perf_counter() + SLICE_SECONDS, [0] * clients

    def ask(at: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        for path in itertools.islice(itertools.cycle(paths), at * 7, None):
            connection.request("GET", path, headers={"Host": "localhost", "Cookie": cookie})
            response = connection.getresponse()
            response.read()
            if response.status != 200:
                raise RuntimeError(f"{path}: {response.status}")
            if time.perf_counter() > until:
                break
            answered[at] += 1
        connection.close()

    threads = [threading.Thread(target=ask, args=(at,)) for at in range(clients)]
    begun = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(answered) / (time.perf_counter() - begun)


def worker_memory(module: str) -> int:
    """Megabytes of the largest process that serves: children of a child of ours that runs that module."""
    return max((_resident(one) for one in _family(module)), default=0)


def _family(module: str) -> list[int]:
    parents = {pid: parent for pid, parent, _ in _processes()}
    ours = {pid for pid, parent, command in _processes() if parent == os.getpid() and module in command}
    return [pid for pid, parent in parents.items() if pid in ours or parent in ours]


def _processes() -> Iterator[tuple[int, int, str]]:
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            stat = (entry / "stat").read_text(encoding="utf-8").rpartition(")")[2].split()
            command = (entry / "cmdline").read_bytes().decode(errors="replace")
        except OSError:
            continue
        yield int(entry.name), int(stat[1]), command


def _resident(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) // 1024 for line in lines if line.startswith("VmRSS")), 0)
