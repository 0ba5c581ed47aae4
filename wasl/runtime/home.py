"""One folder per instance: database, secrets, logs, sockets.

The folder belongs to whoever made it. Where the service user of identity.py cannot come to it, the database
is sheltered below /var/lib/wasl, and a link in the home says where. Sockets go to a short folder when the
home's own path is too long for a Unix socket (107 bytes).
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import secrets
import shutil
import stat
from pathlib import Path

from wasl.runtime.faults import Fault
from wasl.runtime.identity import Account, started_by_root
from wasl.runtime.settings import PROGRAMME_CODE, Settings

SYSTEM_HOME = Path("/var/lib/wasl")
SYSTEM_RUN = Path("/run/wasl")
SOCKET = ".s.PGSQL.5432"
LONGEST_SOCKET = 107
DEFAULT_PROGRAMME = "iq-al-amal"
SECRET_NAME = re.compile(r"[a-z0-9_]+")


class Home:
    """The places of one instance. Making the object touches nothing; `prepare` makes the folders."""

    def __init__(self, path: Path) -> None:
        self.path = path.absolute()
        self.pgdata = self.path / "pgdata"
        self.secrets = self.path / "secrets"
        self.logs = self.path / "logs"
        self.locks = self.path / "locks"
        self.uploads = self.path / "uploads"
        self.tls = self.path / "tls"

    @classmethod
    def locate(cls, settings: Settings) -> Home:
        """The home that the settings mean: one inside it for each programme that is named."""
        base = settings.home or _default_base()
        return cls(base / settings.programme if settings.programme else base)

    @property
    def run(self) -> Path:
        """Folder of the sockets, private to this instance; the same for every command that uses the home."""
        near = self.path / "run"
        if len(os.fsencode(near / "db" / SOCKET)) <= LONGEST_SOCKET and not self._sheltered():
            return near
        owner = self.path.stat().st_uid if self.path.exists() else os.geteuid()
        if owner == 0 and Path("/run").is_dir():
            return SYSTEM_RUN / self._mark()
        return Path("/tmp") / f"wasl-{owner}-{self._mark()}"  # noqa: S108 - _folder refuses a stranger's

    @property
    def sockets(self) -> Path:
        """Where PostgreSQL listens: its own folder, so that its user owns no other socket's folder."""
        return self.run / "db"

    @property
    def vault_socket(self) -> Path:
        """Where the vault listens: a folder of its own, for the same reason."""
        return self.run / "vault" / "vault.sock"

    @property
    def programme_code(self) -> str:
        """The programme this home was made for."""
        record = self.path / "programme"
        if record.exists():
            return record.read_text(encoding="ascii").strip()
        return DEFAULT_PROGRAMME

    def record_programme(self, code: str) -> None:
        """Write down the programme; a home never changes it."""
        if not PROGRAMME_CODE.fullmatch(code):
            raise Fault(f"{code!r} is no programme code.")
        record = self.path / "programme"
        if record.exists() and self.programme_code != code:
            raise Fault(
                f"{self.path} belongs to the programme {self.programme_code}.",
                f"Use another home for {code}: set WASL_PROGRAMME={code}.",
            )
        self._write_new(record, code + "\n")

    def prepare(self) -> None:
        """Make the folders with their rights. Safe to repeat, and harmless to a server that runs."""
        made_above = [folder for folder in self.path.parents if not folder.exists()]
        self.path.mkdir(parents=True, exist_ok=True)
        if self.path.stat().st_uid == os.geteuid():
            for folder in (*made_above, self.path):
                folder.chmod(_passable())
        for folder in (self.secrets, self.logs, self.locks):
            self._folder(folder, 0o700)
        for folder in (self.uploads, self.tls):  # the pages' user may have them already
            if not (folder.exists() and started_by_root()):
                self._folder(folder, 0o700)
        if self.run.parent == SYSTEM_RUN:
            passage(SYSTEM_RUN)
        self._folder(self.run, _passable())

    def prepare_server(self, server: Account | None, group: int | None = None) -> None:
        """Make the two folders that belong to PostgreSQL. `server`: the other user who runs it, if any; `group`: who
        else may come to its socket."""
        self.prepare()
        if not self.pgdata.exists():
            self._make_data_folder(server)
            self.prepare()
        self.meeting_place(self.sockets, server, group)

    def meeting_place(self, folder: Path, account: Account | None, group: int | None) -> None:
        """A folder with a socket of that user: the group may come to it, and nobody may look around."""
        self._folder(folder, 0o700, account)
        if account and group is not None:
            os.chown(folder, account.uid, group)
            folder.chmod(0o2710)  # a socket made here is of the folder's group
            if not folder.stat().st_mode & stat.S_ISGID:
                raise Fault(
                    f"{folder} could not be given to the group {group}.",
                    "The service needs the capability CAP_FSETID; compare with packaging/systemd/wasl.service.",
                )

    def remove(self) -> None:
        """Delete the instance with all that it holds, wherever that lies. For trials and tests."""
        places = [self.run, self.pgdata.resolve(), self.path]
        for place in places:
            if place.exists():
                shutil.rmtree(place)

    def secret(self, name: str) -> str:
        """The secret of that name, made at first use: 32 random bytes, readable by the owner only."""
        if not SECRET_NAME.fullmatch(name):
            raise ValueError(f"not a name for a secret: {name!r}")
        if not self.secrets.exists():
            self.prepare()
        place = self.secrets / name
        if not place.exists():
            self._write_new(place, secrets.token_urlsafe(32))
        return place.read_text(encoding="ascii").strip()

    def write_private(self, place: Path, content: bytes) -> None:
        """A file of the home's owner, whole or not at all, in the place of an earlier one."""
        draft = place.with_name(f".{place.name}.{secrets.token_hex(6)}")
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        self._give_to_owner(draft)
        draft.replace(place)

    def give(self, place: Path, account: Account) -> None:
        """Make a folder or file of ours that user's; only root can."""
        if started_by_root():
            os.chown(place, account.uid, account.gid, follow_symlinks=False)

    def _make_data_folder(self, server: Account | None) -> None:
        if server and not server.may("x", self.path):
            shelter = SYSTEM_HOME / "sheltered" / self._mark()
            passage(SYSTEM_HOME)
            passage(shelter.parent)
            self._folder(shelter, 0o700, server)
            self.pgdata.symlink_to(shelter)
        else:
            self._folder(self.pgdata, 0o700, server)

    def _sheltered(self) -> bool:
        return self.pgdata.is_symlink()

    def _mark(self) -> str:
        return hashlib.sha256(os.fsencode(self.path.resolve())).hexdigest()[:12]

    def _folder(self, folder: Path, mode: int, server: Account | None = None) -> None:
        """Make the folder, or refuse one that somebody else put there, as anybody may in /tmp."""
        try:
            folder.mkdir(mode=0o700)
        except FileExistsError:
            found = folder.lstat()
            ours = {os.geteuid(), self.path.stat().st_uid} | ({server.uid} if server else set())
            if not stat.S_ISDIR(found.st_mode) or found.st_uid not in ours:
                raise Fault(f"{folder} is not ours.", "Remove it, or use another WASL_HOME.") from None
            if found.st_uid != os.geteuid() and not started_by_root():
                return
        if server:
            os.chown(folder, server.uid, server.gid)
        else:
            self._give_to_owner(folder)
        folder.chmod(mode)

    def _write_new(self, place: Path, text: str) -> None:
        """Write a file that appears whole or not at all; where it is there already, that one stays."""
        draft = place.with_name(f".{place.name}.{secrets.token_hex(6)}")
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            with os.fdopen(descriptor, "w", encoding="ascii") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            self._give_to_owner(draft)
            with contextlib.suppress(FileExistsError):
                os.link(draft, place)
        finally:
            draft.unlink()

    def _give_to_owner(self, path: Path) -> None:
        """What root makes in somebody's home is that person's."""
        if started_by_root():
            owner = self.path.stat()
            os.chown(path, owner.st_uid, owner.st_gid)


def _passable() -> int:
    """Rights of a folder of ours; where root calls, the server's user must come through to what is his."""
    return 0o711 if started_by_root() else 0o700


def passage(folder: Path) -> None:
    """A folder of root's that others may go through, but not look into."""
    if not folder.exists():
        folder.mkdir(parents=True)
        folder.chmod(0o711)


def _default_base() -> Path:
    if started_by_root():
        return SYSTEM_HOME
    checkout = Path(__file__).resolve().parents[2]
    if (checkout / "Makefile").exists() and os.access(checkout, os.W_OK):
        return checkout / ".wasl"
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local/share") / "wasl"
