"""From one major version of PostgreSQL to another, and back.

The old server is read by the new version's pg_dump and poured into a new data folder; nothing is changed in place. What
arrived is compared with what left, table by table and right by right, before the two folders change places. The old
one stays beside it for the way back, until it is forgotten: it holds the wrapped keys of people who may be erased
meanwhile, so `wasl doctor` asks for that after 35 days.

pg_upgrade is not used: it asks for the same checksums and the same locale provider on both sides, which versions 15 and
18 as we make them do not have.
"""

from __future__ import annotations

import ctypes
import datetime
import json
import os
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg

from wasl.runtime import roles
from wasl.runtime.binaries import Binaries
from wasl.runtime.comparing import compare, contents, count_events
from wasl.runtime.faults import Fault
from wasl.runtime.home import Home
from wasl.runtime.identity import Account
from wasl.runtime.locks import ServiceLock
from wasl.runtime.postgres import Cluster, data_version
from wasl.runtime.settings import Settings

KEPT_DAYS = 35
CLEARING_SECONDS = 20.0
AT_FDCWD, RENAME_EXCHANGE = -100, 2
RECORD = "upgraded.json"


class Beside(Home):
    """The same home with another data folder and a socket of its own: the database that is being made."""

    def __init__(self, home: Home, data: Path) -> None:
        super().__init__(home.path)
        self._first = home
        self.pgdata = data

    @property
    def run(self) -> Path:
        return self._first.run

    @property
    def sockets(self) -> Path:
        return self.run / "up"

    def _make_data_folder(self, server: Account | None) -> None:
        self._folder(self.pgdata, 0o700, server)


@dataclass(frozen=True)
class Upgraded:
    """What was done."""

    source: int
    target: int
    tables: int
    rows: int
    seconds: float
    kept: Path


@dataclass(frozen=True)
class Kept:
    """An earlier data folder that is still there."""

    place: Path
    major: int
    days: int


def possible(home: Home, settings: Settings) -> list[int]:
    """Newer major versions whose programs are here."""
    now = data_version(home)
    every = {found.major for found in Binaries.every(settings)}
    return sorted(major for major in every if now is not None and major > now)


def upgrade(home: Home, settings: Settings, to: int, tell: Callable[[str], None]) -> Upgraded:
    """Bring the data to that major version."""
    begun = time.monotonic()
    with _alone(home):
        settle(home)
        source = data_version(home)
        if source is None:
            raise Fault(f"There is no database in {home.path}.", "Make one with `wasl init`.")
        if to <= source:
            raise Fault(f"The database is of version {source} already.", "Backwards: `wasl upgrade --back`.")
        real = home.pgdata.resolve()
        kept = real.with_name(f"{real.name}.{source}")
        if kept.exists():
            raise Fault(
                f"{kept} is still there from an earlier upgrade.", "Delete it: `wasl upgrade --forget`."
            )
        _room_for(real)
        old = Cluster.of(home, settings)
        target = Binaries.find(settings, to).runnable_by(old.account)
        beside = Beside(home, real.with_name(f"{real.name}.next"))
        new = Cluster(
            beside, target, account=old.account, group=old.group, shared_buffers=settings.pg_shared_buffers
        )
        try:
            old.start()
            _nothing_else_lives_here(old)
            tell(f"making a database of version {to}")
            new.create()
            new.start()
            tell("copying")
            _pour(old, new)
            tell("comparing")
            with _opened(old) as before, _opened(new) as after:
                rows = compare(contents(before), contents(after))
                events = count_events(after)
        except BaseException:
            new.stop()
            old.stop()
            shutil.rmtree(beside.pgdata, ignore_errors=True)
            raise
        new.stop()
        old.stop()
        _change_places(beside.pgdata, real)
        beside.pgdata.rename(kept)
        _record(home, source=source, target=to, events=events)
    return Upgraded(source, to, len(rows), sum(rows.values()), round(time.monotonic() - begun, 1), kept)


def go_back(home: Home, settings: Settings, *, lose_changes: bool) -> tuple[int, int]:
    """The database as it was before the upgrade. What was written since stays in the newer folder, and there only."""
    with _alone(home):
        settle(home)
        record = _recorded(home)
        now = data_version(home)
        if record is None or now != record["target"]:
            raise Fault("There is no upgrade to take back.", "Its old data may have been forgotten.")
        real = home.pgdata.resolve()
        kept = real.with_name(f"{real.name}.{record['source']}")
        aside = real.with_name(f"{real.name}.{now}")
        if not kept.exists():
            raise Fault(f"{kept} is gone.", "Restore a backup instead.")
        Binaries.find(settings, record["source"])
        current = Cluster.of(home, settings)
        current.start()
        try:
            with _opened(current) as connection:
                since = count_events(connection) - int(record["events"])
        finally:
            current.stop()
        if since and not lose_changes:
            raise Fault(
                f"{since} things were done since the upgrade; going back leaves them behind.",
                f"If that is right: `wasl upgrade --back --lose-changes`. They stay in {aside}.",
            )
        _change_places(kept, real)
        kept.rename(aside)
        (home.path / RECORD).unlink()
        old = Cluster.of(home, settings)
        old.start()
        old.stop()
    return now, int(record["source"])


def kept(home: Home) -> list[Kept]:
    """Data folders of earlier or abandoned versions."""
    real = home.pgdata.resolve()
    found = []
    for place in sorted(real.parent.glob(f"{real.name}.*")) if real.parent.exists() else []:
        major = place.name.removeprefix(f"{real.name}.")
        if place.is_dir() and major.isdecimal():
            days = int((time.time() - _since(home, place)) / 86_400)
            found.append(Kept(place, int(major), days))
    return found


def forget(home: Home) -> list[Path]:
    """Delete every kept folder; after that there is no way back."""
    with _alone(home):
        settle(home)
        places = [one.place for one in kept(home)]
        for place in places:
            shutil.rmtree(place)
        if places:
            (home.path / RECORD).unlink(missing_ok=True)
    return places


def settle(home: Home) -> None:
    """Finish or clear away what an upgrade left that was cut off: the places change in one step, so the data is whole
    on either side of it."""
    real = home.pgdata.resolve()
    following = real.with_name(f"{real.name}.next")
    if not following.exists():
        return
    now, other = _version(real), _version(following)
    if now is not None and other is not None and other < now:
        following.rename(real.with_name(f"{real.name}.{other}"))
    elif now is not None:
        _clear_away(following)
    else:
        raise Fault(
            f"An upgrade was cut off between two steps: {real} is missing.",
            f"Rename the folder beside it that ends in .next or in a number back to {real.name}.",
        )


def _clear_away(folder: Path) -> None:
    """Whoever still wrote in it ends within moments of the command that started them; until then it fills again."""
    until = time.monotonic() + CLEARING_SECONDS
    while True:
        try:
            shutil.rmtree(folder)
            return
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.2)


@contextmanager
def _alone(home: Home) -> Iterator[None]:
    """Nobody else uses the database meanwhile."""
    home.prepare()
    with ServiceLock(home, "postgres") as lock:
        if not lock.claim():
            raise Fault(
                f"Wasl runs here (process {lock.holder()}).", "Stop it first, then run the command again."
            )
        yield
        lock.give_up()


@contextmanager
def _opened(cluster: Cluster) -> Iterator[roles.Connection]:
    with psycopg.connect(cluster.dsn(roles.SUPERUSER), autocommit=True) as connection:
        yield connection


def _pour(old: Cluster, new: Cluster) -> None:
    """pg_dump of the newer version into pg_restore, through a pipe: nothing lies on the disk between."""
    passwords = old.home.run / "upgrade.pgpass"
    old.home.write_private(
        passwords, f"*:*:*:{roles.SUPERUSER}:{old.home.secret(f'pg_{roles.SUPERUSER}')}\n".encode()
    )
    environment = {"PGPASSFILE": str(passwords), "PATH": os.environ.get("PATH", ""), "LC_ALL": "C.UTF-8"}
    dump = [new.binaries.program("pg_dump"), "-Fc", "-Z0", "-h", str(old.home.sockets)]
    restore = [new.binaries.program("pg_restore"), "--exit-on-error", "-h", str(new.home.sockets)]
    same = ["-U", roles.SUPERUSER, "-w", "-d", roles.DATABASE]
    log = old.home.logs / "upgrade.log"
    try:
        with log.open("wb") as said:
            log.chmod(0o600)
            reading = subprocess.Popen([*dump, *same], stdout=subprocess.PIPE, stderr=said, env=environment)
            writing = subprocess.run(
                [*restore, *same], stdin=reading.stdout, stderr=said, env=environment, check=False
            )
            if reading.stdout:
                reading.stdout.close()
            left = reading.wait()
    finally:
        passwords.unlink()
    if left or writing.returncode:
        raise Fault("The data could not be copied; nothing was changed.", f"The reason is in {log}.")
    with _opened(new) as connection:
        connection.execute("VACUUM ANALYZE")


def _nothing_else_lives_here(cluster: Cluster) -> None:
    with _opened(cluster) as connection:
        rows = connection.execute(
            "SELECT datname FROM pg_database WHERE NOT datistemplate AND datname <> ALL (%s)",
            [["postgres", roles.DATABASE]],
        ).fetchall()
    if rows:
        names = ", ".join(str(row[0]) for row in rows)
        raise Fault(
            f"There are other databases in this cluster: {names}.", "Drop them, or move them elsewhere."
        )


def _room_for(data: Path) -> None:
    size = sum(file.stat().st_size for file in data.rglob("*") if file.is_file())
    free = shutil.disk_usage(data).free
    if free < size * 1.5 + 512 * 1024**2:
        raise Fault(
            f"The copy needs about {size * 1.5 / 1024**3 + 0.5:.1f} GB; free: {free / 1024**3:.1f} GB.",
            "Make room, then run the command again.",
        )


def _change_places(one: Path, other: Path) -> None:
    """Both names at once, so that a power cut finds either the old order or the new."""
    libc = ctypes.CDLL(None, use_errno=True)
    if hasattr(libc, "renameat2"):
        done = libc.renameat2(AT_FDCWD, os.fsencode(one), AT_FDCWD, os.fsencode(other), RENAME_EXCHANGE)
        if done == 0:
            return
    aside = other.with_name(f"{other.name}.moving")
    other.rename(aside)
    one.rename(other)
    aside.rename(one)


def _record(home: Home, **facts: int) -> None:
    told = facts | {"at": datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")}
    home.write_private(home.path / RECORD, json.dumps(told).encode() + b"\n")


def _recorded(home: Home) -> dict[str, int] | None:
    place = home.path / RECORD
    return json.loads(place.read_text(encoding="utf-8")) if place.exists() else None


def _since(home: Home, place: Path) -> float:
    """When the folder was put aside: its server wrote there last when it was stopped."""
    control = place / "global" / "pg_control"
    return (control if control.exists() else place).stat().st_mtime


def _version(data: Path) -> int | None:
    record = data / "PG_VERSION"
    return int(record.read_text(encoding="ascii")) if record.exists() else None
