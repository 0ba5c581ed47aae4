"""Runs the processes of an instance: in order, restarted when they die, ended together.

One loop in one thread: it carries what the children say to the log, notices who died, and restarts them
with growing pauses. On SIGTERM the children end in reverse order within ten seconds. If the supervisor
itself is killed, the kernel tells the children (processes.py) and the sentinel ends whoever does not
listen.
"""

from __future__ import annotations

import os
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from types import FrameType
from typing import TextIO

from wasl.runtime.children import Child, clear_group, end, spawn
from wasl.runtime.faults import Fault
from wasl.runtime.guard import Guard
from wasl.runtime.home import Home
from wasl.runtime.locks import ServiceLock
from wasl.runtime.logs import Log
from wasl.runtime.processes import adopt_orphans, children_of

PAUSES = (0.2, 0.5, 1.0, 2.0, 4.0, 8.0, 15.0)
STOP_SIGNALS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
SETTLED_SECONDS = 30.0
STOP_SECONDS = 9.0
BEAT_SECONDS = 0.1
ASK_SECONDS = 0.1
STALE_SECONDS = 60.0


@dataclass
class _Watched:
    """What the supervisor knows of one child."""

    child: Child
    process: subprocess.Popen[bytes] | None = None
    ready: bool = False
    served: bool = False
    since: float = 0.0
    failures: int = 0
    start_at: float = 0.0
    ask_at: float = 0.0
    stale_at: float = 0.0
    unfinished: bytes = b""
    words: list[str] = field(default_factory=list)


class Supervisor:
    """Runs the children until a signal, or `stop()`, ends it.

    Call `run` from the main thread, in a process that starts nothing else: what is not known here is ended.
    """

    def __init__(
        self,
        children: Sequence[Child],
        home: Home,
        *,
        screen: TextIO | None = sys.stderr,
        when_ready: Callable[[], None] | None = None,
        others_may_take: float = 30.0,
    ) -> None:
        self._watched = [_Watched(child) for child in children]
        self._home = home
        self._screen = screen
        self._when_ready = when_ready
        self._others_may_take = others_may_take
        self._stopping = False
        self._selector = selectors.DefaultSelector()

    def stop(self) -> None:
        """Ask the loop to end; also what the signals do."""
        self._stopping = True

    def run(self) -> None:
        """Start everything, watch it, and return when all is ended."""
        locks = self._claim_services()
        self._log = Log(self._home.logs, self._screen)
        previous = {number: signal.signal(number, self._on_signal) for number in STOP_SIGNALS}
        adopt_orphans()
        self._strangers = children_of(os.getpid())
        self._guard = Guard()
        try:
            for watched in self._watched:
                self._bring_up(watched)
            if self._when_ready and not self._stopping:
                self._when_ready()
            while not self._stopping:
                self._beat()
        finally:
            self._end_all()
            for number, handler in previous.items():
                signal.signal(number, handler)
            self._log.close()
            for lock in locks:
                lock.close()

    def _claim_services(self) -> list[ServiceLock]:
        """One supervisor for a home; commands that only pass through are waited for."""
        locks: list[ServiceLock] = []
        until = time.monotonic() + self._others_may_take
        for watched in self._watched:
            lock = ServiceLock(self._home, watched.child.name)
            while not lock.claim():
                if time.monotonic() > until:
                    holder = lock.holder()
                    for held in (*locks, lock):
                        held.close()
                    raise Fault(
                        f"Wasl runs here already (process {holder}).", "Stop it first, or use that one."
                    )
                time.sleep(0.1)
            locks.append(lock)
        return locks

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        self._stopping = True

    def _bring_up(self, watched: _Watched) -> None:
        """Start one child and keep everything going until it serves."""
        until = time.monotonic() + watched.child.patience
        watched.start_at = time.monotonic()
        while not watched.ready and not self._stopping:
            self._beat()
            if time.monotonic() > until or watched.failures > len(PAUSES):
                words = "\n".join(watched.words[-8:])
                raise Fault(f"{watched.child.name} does not start.", f"Its last words:\n{words}")

    def _beat(self) -> None:
        """One turn: carry words, notice the dead, start who is due, ask who is not ready yet."""
        self._carry_words(BEAT_SECONDS)
        self._guard.keep_alive()
        for watched in self._watched:
            if watched.process is not None and watched.process.poll() is not None:
                self._died(watched, watched.process)
            if watched.process is None and 0 < watched.start_at <= time.monotonic():
                self._start(watched)
            if watched.process is not None and not watched.ready and watched.ask_at <= time.monotonic():
                self._ask(watched)
            if watched.process is not None and watched.ready and watched.stale_at <= time.monotonic():
                self._renew_if_stale(watched, watched.process)
            if watched.ready and watched.failures and time.monotonic() - watched.since > SETTLED_SECONDS:
                watched.failures = 0

    def _start(self, watched: _Watched) -> None:
        try:
            reading, writing = os.pipe()
        except OSError as error:
            self._not_started(watched, Fault(f"{watched.child.name} cannot be heard: {error.strerror}."))
            return
        try:
            watched.process = spawn(watched.child, writing)
        except Fault as fault:
            os.close(reading)
            self._not_started(watched, fault)
            return
        finally:
            os.close(writing)
        os.set_blocking(reading, False)
        self._selector.register(reading, selectors.EVENT_READ, watched)
        watched.since, watched.ready, watched.unfinished = time.monotonic(), False, b""
        self._guard.watch(watched.process.pid, watched.child.stop)
        self._log.event("started", watched.child.name, pid=watched.process.pid)

    def _ask(self, watched: _Watched) -> None:
        watched.ask_at = time.monotonic() + ASK_SECONDS
        if watched.child.ready is None or self._serves(watched, watched.child.ready):
            watched.ready = watched.served = True
            watched.stale_at = time.monotonic() + STALE_SECONDS
            took = round(time.monotonic() - watched.since, 2)
            self._log.event("ready", watched.child.name, seconds=took)

    def _renew_if_stale(self, watched: _Watched, process: subprocess.Popen[bytes]) -> None:
        """Ask it to end; it comes back as one that died does, with what is right now."""
        watched.stale_at = time.monotonic() + STALE_SECONDS
        try:
            stale = watched.child.stale is not None and watched.child.stale()
        except (Fault, OSError) as error:
            self._log.event("not asked", watched.child.name, reason=str(error))
            return
        if stale:
            self._log.event("renewed", watched.child.name)
            process.send_signal(watched.child.stop[0])

    def _serves(self, watched: _Watched, ready: Callable[[], bool]) -> bool:
        """A question that fails stops a first start, where somebody watches. Later it must not: the others go on
        serving while one comes back, and what one of them answers while it dies may be anything."""
        try:
            return ready()
        except Exception as error:
            if not watched.served:
                raise
            watched.words.append(f"{type(error).__name__}: {error}")
            watched.ask_at = time.monotonic() + SETTLED_SECONDS / 10
            self._log.event("not asked", watched.child.name, reason=type(error).__name__)
            return False

    def _not_started(self, watched: _Watched, fault: Fault) -> None:
        watched.words.append(str(fault))
        pause = self._start_later(watched)
        self._log.event("not started", watched.child.name, reason=str(fault), again_in=pause)

    def _died(self, watched: _Watched, process: subprocess.Popen[bytes]) -> None:
        """Clear away what it left, then plan the next start."""
        lived = time.monotonic() - watched.since
        clear_group(process.pid)
        self._guard.forget(process.pid)
        self._carry_words(0)
        watched.process, watched.ready = None, False
        # what it left behind in groups of their own: PostgreSQL starts only when its last process is gone
        self._kill_orphans()
        if lived > SETTLED_SECONDS:
            watched.failures = 0
        pause = self._start_later(watched)
        ended = _cause(process.returncode)
        self._log.event("died", watched.child.name, ended=ended, lived=round(lived, 1), again_in=pause)

    def _start_later(self, watched: _Watched) -> float:
        watched.failures += 1
        pause = PAUSES[min(watched.failures, len(PAUSES)) - 1]
        watched.start_at = time.monotonic() + pause
        return pause

    def _carry_words(self, patience: float) -> None:
        """Read what the children wrote; only whole lines go on."""
        if not self._selector.get_map():
            time.sleep(patience)
            return
        for key, _ in self._selector.select(patience):
            watched: _Watched = key.data
            try:
                read = os.read(key.fd, 65_536)
            except BlockingIOError:
                continue
            if not read:
                self._selector.unregister(key.fd)
                os.close(key.fd)
            *lines, watched.unfinished = (watched.unfinished + read).split(b"\n")
            if not read or len(watched.unfinished) > 65_536:
                lines, watched.unfinished = [*lines, watched.unfinished], b""
            for line in lines:
                if text := line.decode("utf-8", "replace").rstrip():
                    watched.words = [*watched.words[-20:], text]
                    self._log.said(watched.child.name, text)

    def _end_all(self) -> None:
        """End the children in reverse order; each may use its share of the time that is left."""
        until = time.monotonic() + STOP_SECONDS
        for left, watched in zip(range(len(self._watched), 0, -1), reversed(self._watched), strict=True):
            if watched.process is not None:
                begun = time.monotonic()
                end(watched.process, watched.child.stop, max(until - begun, 1.0) / left)
                self._guard.forget(watched.process.pid)
                self._carry_words(0)
                took, ended = round(time.monotonic() - begun, 2), _cause(watched.process.returncode)
                self._log.event("ended", watched.child.name, ended=ended, seconds=took)
                watched.process = None
        for key in list(self._selector.get_map().values()):
            os.close(key.fd)
        self._selector.close()
        self._kill_orphans()
        self._guard.dismiss()

    def _orphans(self) -> set[int]:
        """Processes that became ours because their parent died."""
        known = {watched.process.pid for watched in self._watched if watched.process}
        known |= {self._guard.pid} if self._guard.pid else set()
        return children_of(os.getpid()) - known - self._strangers

    def _reap_orphans(self) -> None:
        for pid in self._orphans():
            try:
                os.waitpid(pid, os.WNOHANG)
            except ChildProcessError:
                continue

    def _kill_orphans(self) -> None:
        """Nothing is left behind, not even what made itself a group of its own."""
        for _ in range(20):
            orphans = self._orphans()
            if not orphans:
                return
            for pid in orphans:
                try:
                    os.kill(pid, signal.SIGKILL)
                except ProcessLookupError:
                    continue
            self._reap_orphans()
            time.sleep(0.05)


def _cause(code: int | None) -> str:
    if code is None:
        return "unknown"
    if code >= 0:
        return f"code {code}"
    try:
        return f"signal {signal.Signals(-code).name}"
    except ValueError:  # the real-time signals have numbers only
        return f"signal {-code}"
