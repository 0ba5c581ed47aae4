"""Under which system user each process runs.

PostgreSQL refuses to run as root. Started by root there are three users, so that none reads another's secrets: the
database has its data, the vault its keys, the web (with worker and door) its certificate; they meet at two sockets that
one group may reach. Python processes can change their user only where that user may read the interpreter, the code and
the home, which is often not so (an interpreter below root's own folder). The decision is made here once and told by
`wasl doctor`.
"""

from __future__ import annotations

import grp
import os
import pwd
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import psycopg

from wasl.runtime.faults import Fault
from wasl.runtime.settings import Settings


@dataclass(frozen=True)
class Account:
    """A system user that is not the one who started the command."""

    name: str
    uid: int
    gid: int
    groups: tuple[int, ...] = ()

    @property
    def popen(self) -> dict[str, Any]:
        """Arguments for subprocess that make the new process this user's, without root's groups."""
        return {"user": self.uid, "group": self.gid, "extra_groups": list(self.groups)}

    def may(self, right: str, path: Path) -> bool:
        """Whether this user has the right ('r', 'w' or 'x') at the path; the kernel is asked, not guessed."""
        asked = subprocess.run(
            ["/bin/sh", "-c", f'test -{right} "$0"', str(path)],
            cwd="/",
            check=False,
            capture_output=True,
            **self.popen,
        )
        return asked.returncode == 0


@dataclass(frozen=True)
class Users:
    """Who runs what; None where it is simply the one who runs the command. `group` may come to the sockets."""

    database: Account | None
    vault: Account | None
    web: Account | None
    group: int | None
    reason: str

    @property
    def separate(self) -> bool:
        return self.vault is not None


def started_by_root() -> bool:
    return os.geteuid() == 0


def server_account(settings: Settings, pgdata: Path) -> Account | None:
    """The user for PostgreSQL, or None where it is simply the one who runs the command.

    Existing data decides: its owner runs it, so a command given with sudo takes no home away from its user.
    """
    owner = pgdata.stat().st_uid if pgdata.exists() else None
    if not started_by_root():
        if owner is not None and owner != os.geteuid():
            whose = _name(pgdata.parent.stat().st_uid)
            raise Fault(
                f"{pgdata.parent} belongs to {whose}.", f"Run the command as {whose}, or set WASL_HOME."
            )
        return None
    if owner:
        entry = _entry(owner)
        return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)
    return _service_account(f"{settings.service_user}-db")


def users(settings: Settings, home: Path, pgdata: Path) -> Users:
    """The three users, or the reason in words why there are fewer."""
    database = server_account(settings, pgdata)
    if database is None:
        return Users(None, None, None, None, f"all processes run as {_name(os.geteuid())}")
    group = _service_group(settings.service_user)
    vault, web = (
        replace(_service_account(f"{settings.service_user}-{name}"), groups=(group,))
        for name in ("vault", "web")
    )
    if stranger := _closed_to((vault, web), home):
        account, path = stranger
        told = f"the database runs as {database.name}, the rest as root: {account.name} cannot read {path}"
        return Users(database, None, None, None, told)
    told = f"database {database.name}, vault {vault.name}, pages {web.name}; none reads another's secrets"
    return Users(database, vault, web, group, told)


def _closed_to(accounts: Sequence[Account], home: Path) -> tuple[Account, Path] | None:
    """What Python processes need and one of these users may not read."""
    interpreter, code = Path(sys.executable).resolve(), Path(__file__).resolve()
    packages = Path(psycopg.__file__)
    # a home that is not there yet is made passable
    reached = next(folder for folder in (home, *home.parents) if folder.exists())
    needed = ((interpreter, "x"), (code, "r"), (Path(os.__file__), "r"), (packages, "r"), (reached, "x"))
    for account in accounts:
        for path, right in needed:
            if not account.may(right, path):
                return account, path
    return None


def _service_group(name: str) -> int:
    """The group of whoever may come to the sockets; made when it is missing."""
    try:
        return grp.getgrnam(name).gr_gid
    except KeyError:
        groupadd = shutil.which("groupadd", path="/usr/sbin:/sbin:/usr/bin:/bin")
        command = [groupadd, "--system", name] if groupadd else ["addgroup", "-S", name]
        made = subprocess.run(command, capture_output=True, text=True, check=False)
        if made.returncode != 0:
            raise Fault(
                f"The group {name} could not be made: {made.stderr.strip()}",
                f"Make it: groupadd --system {name}",
            ) from None
        return grp.getgrnam(name).gr_gid


def _service_account(name: str) -> Account:
    try:
        entry = pwd.getpwnam(name)
    except KeyError:
        _create(name)
        entry = pwd.getpwnam(name)
    if entry.pw_uid == 0:
        raise Fault("PostgreSQL refuses to run as root.", "Name another user in WASL_SERVICE_USER.")
    return Account(name, entry.pw_uid, entry.pw_gid)


def _create(name: str) -> None:
    """Make the service user: no password, no shell, no home folder."""
    if useradd := shutil.which("useradd", path="/usr/sbin:/sbin:/usr/bin:/bin"):
        command = [useradd, "--system", "--user-group", "--no-create-home", "--home-dir", "/nonexistent"]
        command += ["--shell", "/usr/sbin/nologin", name]
    elif adduser := shutil.which("adduser", path="/usr/sbin:/sbin:/usr/bin:/bin"):
        command = [adduser, "-S", "-D", "-H", "-s", "/sbin/nologin", name]
    else:
        raise Fault(
            f"PostgreSQL refuses to run as root, and the user {name} could not be made: no useradd here.",
            "Make it, or start Wasl as an ordinary user.",
        )
    made = subprocess.run(command, capture_output=True, text=True, check=False)
    if made.returncode != 0:
        raise Fault(
            f"PostgreSQL refuses to run as root, and the user {name} could not be made: {made.stderr.strip()}",
            f"Make it with: useradd --system {name}; or start Wasl as an ordinary user.",
        )
    print(
        f"wasl: made the system user '{name}'",
        file=sys.stderr,
    )


def _entry(uid: int) -> pwd.struct_passwd:
    try:
        return pwd.getpwuid(uid)
    except KeyError:
        raise Fault(
            f"The database belongs to user number {uid}, whom this computer does not know.",
            "Give it to a user who exists here (chown -R).",
        ) from None


def _name(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return f"user number {uid}"
