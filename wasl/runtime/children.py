"""One child process: how it is described, started, waited for and ended.

Credentials go through a pipe that the child inherits; the environment, which other processes can read,
carries only the number of that pipe. Every child leads a process group of its own and is told to end when
its parent dies.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from wasl.runtime.faults import Fault
from wasl.runtime.identity import Account
from wasl.runtime.processes import ends_with_parent
from wasl.runtime.settings import PREFIX, secret_variables

CREDENTIALS_FD = PREFIX + "CREDENTIALS_FD"
PIPE_HOLDS = 60_000
ENVIRONMENT = (
    "PATH",
    "HOME",
    "LANG",
    "LC_ALL",
    "LC_CTYPE",
    "TZ",
    "TMPDIR",
    "VIRTUAL_ENV",
    "PYTHONPATH",
    "PYTHONDEVMODE",
    "PYTHONWARNINGS",
    "LD_LIBRARY_PATH",
    "SSL_CERT_FILE",
    "DJANGO_SETTINGS_MODULE",
)


@dataclass(frozen=True)
class Child:
    """A process to run. `ready` says whether it serves; `stop` are the signals to end it, gentlest first.
    `stale`, asked now and then, whether it must be started anew, because something that it read has changed."""

    name: str
    argv: Sequence[str]
    credentials: Mapping[str, Any] | Callable[[], Mapping[str, Any]] = field(default_factory=dict, repr=False)
    ready: Callable[[], bool] | None = None
    env: Mapping[str, str] = field(default_factory=dict)
    stop: tuple[signal.Signals, ...] = (signal.SIGTERM,)
    account: Account | None = None
    before: Callable[[], None] | None = None
    stale: Callable[[], bool] | None = None
    patience: float = 60.0
    inherits_environment: bool = True


def spawn(child: Child, output: int | IO[bytes]) -> subprocess.Popen[bytes]:
    """Start the process once. It ends with the thread that called this, so call from the main thread."""
    environment = _environment(child)
    passed: tuple[int, ...] = ()
    try:
        if child.before:
            child.before()
        if child.credentials:
            passed = (_credentials_pipe(child),)
            environment[CREDENTIALS_FD] = str(passed[0])
        return subprocess.Popen(
            list(child.argv),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env=environment,
            cwd="/" if child.account else None,
            start_new_session=True,
            umask=0o077,
            pass_fds=passed,
            preexec_fn=ends_with_parent(child.stop[0]),
            **(child.account.popen if child.account else {}),
        )
    except OSError as error:
        raise Fault(
            f"{child.name} cannot be started: {error.strerror or error} ({child.argv[0]})."
        ) from error
    except subprocess.SubprocessError as error:
        raise Fault(f"{child.name} cannot be started: {error}") from error
    finally:
        for descriptor in passed:
            os.close(descriptor)


def read_credentials() -> dict[str, Any]:
    """In a child: what the supervisor handed over. Can be read once; the environment keeps nothing of it."""
    number = os.environ.pop(CREDENTIALS_FD, None)
    if number is None:
        raise Fault("This process was given no credentials.", "It is started by `wasl serve`, not by hand.")
    with os.fdopen(int(number), "rb") as pipe:
        handed: dict[str, Any] = json.load(pipe)
    return handed


class Running:
    """A started child, for commands that need it only for a moment. (The supervisor keeps its own watch.)"""

    def __init__(self, child: Child, process: subprocess.Popen[bytes]) -> None:
        self.child = child
        self.process = process

    @classmethod
    def start(cls, child: Child, log: Path, retry_for: float = 15.0) -> Running:
        """Start and wait until it serves. One that dies at once is tried again for a while: after a crash
        PostgreSQL starts only when the last process of its predecessor is gone."""
        begun = time.monotonic()
        while True:
            with log.open("ab") as output:
                log.chmod(0o600)
                running = cls(child, spawn(child, output))
            if running._came_up(begun + child.patience):
                return running
            if time.monotonic() - begun > retry_for:
                raise Fault(f"{child.name} does not start.", f"Its last words:\n{last_lines(log)}")
            time.sleep(0.5)

    def _came_up(self, until: float) -> bool:
        """True when it serves, False when it died; waits no longer than `until`."""
        try:
            while self.process.poll() is None:
                if self.child.ready is None or self.child.ready():
                    return True
                if time.monotonic() > until:
                    raise Fault(
                        f"{self.child.name} runs but does not answer.", "Its log is in the home's logs."
                    )
                time.sleep(0.05)
        except BaseException:
            self.end()
            raise
        return False

    def end(self, patience: float = 8.0) -> None:
        """End the process gently, then firmly; afterwards nothing of its group is left."""
        end(self.process, self.child.stop, patience)


def end(process: subprocess.Popen[bytes], signals: Sequence[signal.Signals], patience: float) -> None:
    """Send each signal in turn until the process is gone, SIGKILL last; then clear its process group."""
    firmly = min(1.0, patience / 4)
    for position, send in enumerate((*signals, signal.SIGKILL)):
        if process.poll() is not None:
            break
        process.send_signal(send)
        wait = (
            None
            if send == signal.SIGKILL
            else max(patience - firmly * len(signals), 0.1)
            if not position
            else firmly
        )
        try:
            process.wait(wait)
        except subprocess.TimeoutExpired:
            continue
    clear_group(process.pid)


def clear_group(group: int) -> None:
    """Kill whatever a dead group leader left behind."""
    try:
        os.killpg(group, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        return


def last_lines(log: Path, count: int = 12) -> str:
    """The end of a log, for a message to the person who has to act."""
    with log.open("rb") as file:
        file.seek(max(log.stat().st_size - 8_000, 0))
        return "\n".join(file.read().decode("utf-8", "replace").splitlines()[-count:])


def _environment(child: Child) -> dict[str, str]:
    """Only what a child needs; a secret setting stays with the supervisor."""
    secret = secret_variables()
    kept = {
        name: value
        for name, value in os.environ.items()
        if child.inherits_environment
        and (name in ENVIRONMENT or name.startswith(PREFIX))
        and name not in secret
        and name != CREDENTIALS_FD
    }
    return kept | {"LANG": "C.UTF-8"} | dict(child.env)


def _credentials_pipe(child: Child) -> int:
    """A pipe that already holds the credentials, so that nobody waits for anybody."""
    given = child.credentials() if callable(child.credentials) else child.credentials
    text = json.dumps(dict(given)).encode()
    if len(text) > PIPE_HOLDS:
        raise ValueError(f"too many credentials for {child.name}")
    reading, writing = os.pipe()
    try:
        os.write(writing, text)
    finally:
        os.close(writing)
    return reading
