"""What can be wrong below the rooms, found before it hurts. Each check says what to do.

`of_this_computer` needs nothing running; `of_the_database` takes the address of one that does.
"""

from __future__ import annotations

import os
import shutil
import stat
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import psycopg

from wasl.runtime import roles, upgrade
from wasl.runtime.binaries import OLDEST, Binaries
from wasl.runtime.faults import Fault
from wasl.runtime.home import Home
from wasl.runtime.identity import users
from wasl.runtime.postgres import data_version
from wasl.runtime.settings import Settings, unknown

RELEASED = datetime(2026, 11, 1, tzinfo=UTC)
TIME_ZONE = "Asia/Baghdad"
SMALLEST_DISK = 2 * 1024**3
CLOCKS_MAY_DIFFER = 5.0
MUST_BE_ON = ("fsync", "full_page_writes", "synchronous_commit")


@dataclass(frozen=True)
class Check:
    """One thing that was looked at; `remedy` is empty when it is well."""

    name: str
    ok: bool
    detail: str
    remedy: str = ""


def of_this_computer(home: Home, settings: Settings, environment: Mapping[str, str]) -> list[Check]:
    """Everything that can be seen without a running database."""
    checks = [variables(environment), clock(home), disk(home), home_permissions(home)]
    if settings.database_url is None:
        checks += [binaries(home, settings), old_data(home), identity(home, settings)]
    return checks


def of_the_database(dsn: str) -> list[Check]:
    """Everything that the running database tells. Any role may ask."""
    try:
        with psycopg.connect(dsn, autocommit=True, connect_timeout=5) as connection:
            looks: tuple[Callable[[roles.Connection], Check], ...]
            looks = (server_version, encoding, durability, role_attributes, database_clock)
            return [look(connection) for look in looks]
    except psycopg.OperationalError as error:
        remedy = "Start it with `wasl serve`; its log is in the home's logs."
        return [Check("database", False, str(error).splitlines()[0], remedy)]


def variables(environment: Mapping[str, str]) -> Check:
    """A misspelt variable would otherwise be silently without effect."""
    if strangers := unknown(environment):
        return Check("settings", False, f"unknown: {', '.join(strangers)}", "Compare with docs/settings.md.")
    return Check("settings", True, "every WASL_ variable is known")


def binaries(home: Home, settings: Settings) -> Check:
    """There are programs of PostgreSQL, and some that fit the data."""
    major = data_version(home)
    try:
        found = Binaries.find(settings, major)
    except Fault as fault:
        return Check("postgresql", False, fault.message, fault.remedy)
    fits = "no data yet" if major is None else f"fits the data, version {major}"
    if newer := upgrade.possible(home, settings):
        fits += f"; `wasl upgrade` brings it to {newer[-1]}"
    return Check("postgresql", True, f"{found.major} ({found.origin}, {found.bin}); {fits}")


def old_data(home: Home) -> Check:
    """What an upgrade kept for the way back holds keys of people who may have been erased since."""
    kept = upgrade.kept(home)
    detail = ", ".join(f"{one.place} (version {one.major}, {one.days} days)" for one in kept) or "none kept"
    if any(one.days > upgrade.KEPT_DAYS for one in kept):
        return Check("old data", False, detail, "Delete it with `wasl upgrade --forget`.")
    return Check("old data", True, detail)


def identity(home: Home, settings: Settings) -> Check:
    """Which user runs what."""
    try:
        reason = users(settings, home.path, home.pgdata).reason
    except Fault as fault:
        return Check("users", False, fault.message, fault.remedy)
    return Check("users", True, reason)


def clock(home: Home) -> Check:
    """Dates decide what is due; a board without a battery wakes up in the past."""
    now = datetime.now(UTC)
    remedy = "Set the clock (timedatectl set-time) and switch on its synchronisation."
    try:
        here = now.astimezone(ZoneInfo(TIME_ZONE))
    except ZoneInfoNotFoundError:
        return Check("clock", False, f"the time zone {TIME_ZONE} is unknown here", "Install tzdata.")
    if now < RELEASED:
        return Check("clock", False, f"{now:%Y-%m-%d}: before this version was made", remedy)
    last = home.pgdata / "global" / "pg_control"
    if last.exists() and last.stat().st_mtime > time.time() + 60:
        return Check("clock", False, f"{now:%Y-%m-%d %H:%M}: before the last change of the database", remedy)
    return Check("clock", True, f"{here:%Y-%m-%d %H:%M} in {TIME_ZONE}")


def disk(home: Home) -> Check:
    """A full disk stops everything at once."""
    place = next(folder for folder in (home.pgdata, home.path, *home.path.parents) if folder.exists())
    free = shutil.disk_usage(place).free
    detail = f"{free / 1024**3:.1f} GB free at {place}"
    if free < SMALLEST_DISK:
        return Check("disk", False, detail, f"Keep at least {SMALLEST_DISK // 1024**3} GB free.")
    return Check("disk", True, detail)


def home_permissions(home: Home) -> Check:
    """Nobody else on this computer may read the home."""
    if not home.path.exists():
        return Check("home", True, f"{home.path} is not made yet")
    wide = [place for place, allowed in _places(home) if place.exists() and _mode(place) & ~allowed]
    if wide:
        names = ", ".join(str(place) for place in wide)
        return Check("home", False, f"others may read {names}", f"Close it: chmod go= {names}")
    return Check("home", True, f"{home.path} is closed to others")


def server_version(connection: roles.Connection) -> Check:
    major = connection.info.server_version // 10_000
    if major < OLDEST:
        return Check("server version", False, str(major), f"Wasl needs PostgreSQL {OLDEST} or newer.")
    return Check("server version", True, str(major))


def encoding(connection: roles.Connection) -> Check:
    """Arabic letters must count as letters."""
    row = connection.execute(
        "SELECT pg_encoding_to_char(encoding), 'ش' ~ '[[:alpha:]]' FROM pg_database WHERE datname = current_database()"
    ).fetchone()
    if row != ("UTF8", True):
        return Check("encoding", False, f"{row}", "Make the database anew with the locale C.UTF-8.")
    return Check("encoding", True, "UTF8, Arabic letters are letters")


def durability(connection: roles.Connection) -> Check:
    """What was confirmed to a person must survive a power cut."""
    rows = connection.execute(
        "SELECT name, setting FROM pg_settings WHERE name = ANY(%s)", [list(MUST_BE_ON)]
    ).fetchall()
    found = {str(name): str(setting) for name, setting in rows}
    off = [name for name in MUST_BE_ON if found.get(name) not in {"on", "remote_apply", "remote_write"}]
    if off:
        return Check(
            "durability", False, f"not on: {', '.join(off)}", "Switch them on in the server's settings."
        )
    return Check("durability", True, "what is confirmed is on disk")


def role_attributes(connection: roles.Connection) -> Check:
    """Row-level security means nothing to a superuser, nor to a role that may become one."""
    rows = connection.execute(
        "SELECT rolname, rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb OR rolreplication,"
        " EXISTS (SELECT FROM pg_auth_members WHERE member = pg_roles.oid)"
        " FROM pg_roles WHERE rolname = ANY(%s)",
        [list(roles.ROLES)],
    ).fetchall()
    there = {str(name): bool(mighty) or bool(member) for name, mighty, member in rows}
    missing = [role for role in roles.ROLES if role not in there]
    mighty = [role for role, too_much in there.items() if too_much]
    if missing or mighty:
        told = [f"missing: {', '.join(missing)}"] * bool(missing) + [
            f"too mighty: {', '.join(mighty)}"
        ] * bool(mighty)
        remedy = "Run `wasl init` again; on an external server its administrator runs the roles script."
        return Check("roles", False, "; ".join(told), remedy)
    return Check("roles", True, f"{len(there)} roles, none of them mighty")


def database_clock(connection: roles.Connection) -> Check:
    """Two clocks that differ put events in a wrong order."""
    before = time.time()
    row = connection.execute("SELECT extract(epoch FROM clock_timestamp())::float8").fetchone()
    apart = abs(float(str(row[0])) - before) if row else 0.0
    if apart > CLOCKS_MAY_DIFFER:
        return Check(
            "database clock", False, f"{apart:.0f} s apart from this computer", "Synchronise both clocks."
        )
    return Check("database clock", True, "agrees with this computer")


def _places(home: Home) -> list[tuple[Path, int]]:
    """Each place with the widest rights it may have; passing through the home is needed by a service user."""
    closed = [home.secrets, home.logs, home.locks, home.uploads, home.tls, home.pgdata]
    files = list(home.secrets.iterdir()) if home.secrets.is_dir() and os.access(home.secrets, os.R_OK) else []
    return [
        (home.path, 0o711),
        (home.run, 0o711),
        (home.sockets, 0o2710),
        (home.vault_socket.parent, 0o2710),
        *((place, 0o700) for place in closed),
        *((f, 0o600) for f in files),
    ]


def _mode(place: Path) -> int:
    return stat.S_IMODE(place.stat().st_mode)
