"""An instance as the commands see it: settings, home, database, programme, and what each process is handed.

Nobody gets more than their work needs: the web's password opens the web's role, the key of its sessions goes to no
other process, and the vault alone is told where its keys lie.
"""

import contextlib
import json
import os
import resource
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

import wasl
from wasl.runtime import handed
from wasl.runtime.addresses import NEAR, Listening, listening, near
from wasl.runtime.authority import Authority, names_of
from wasl.runtime.certificate import Certificate
from wasl.runtime.database import Database, open_database
from wasl.runtime.faults import Fault
from wasl.runtime.home import Home
from wasl.runtime.identity import Users, users
from wasl.runtime.locks import ServiceLock
from wasl.runtime.settings import Settings, load

Role = Literal["owner", "web", "worker"]
CODE = Path(wasl.__file__).resolve().parent
PROGRAMMES = CODE.parent / "programmes"
# how long a browser insists on HTTPS (HSTS): see ADR 0013
A_YEAR, THIRTY_DAYS = 31_536_000, 2_592_000


@dataclass(frozen=True)
class Instance:
    """One owner's realm. Making the object touches nothing; `database` prepares the home."""

    settings: Settings
    home: Home
    _notes: dict[str, Any] = field(default_factory=dict, repr=False)

    @classmethod
    def locate(cls, **given: Any) -> "Instance":
        """The instance that the environment and a command's options mean."""
        settings = load(**given)
        return cls(settings, Home.locate(settings))

    @cached_property
    def database(self) -> Database:
        return open_database(self.home, self.settings)

    @cached_property
    def users(self) -> Users:
        """The system users of the processes."""
        return users(self.settings, self.home.path, self.home.pgdata)

    @property
    def made(self) -> bool:
        """Whether `wasl init` or `wasl demo` has been here."""
        return bool(self.notes.get("prepared"))

    def must_be_made(self) -> None:
        """A command that needs an instance says where one would be, and names those of a programme that lie below."""
        if self.made:
            return
        inside = sorted(note.parent.name for note in self.home.path.glob("*/instance.json"))
        remedy = (
            f"Name the programme of the one you mean: --programme {' or '.join(inside)}."
            if inside and not self.settings.programme
            else "Make one with `wasl init` or `wasl demo`."
        )
        raise Fault(f"There is no instance in {self.home.path}.", remedy)

    @property
    def practice(self) -> bool:
        """Made-up people only, until an instance is made real; it is one or the other from its first day."""
        return self.notes.get("practice") is not False

    @property
    def served(self) -> bool:
        """Whether somebody serves pages from this home now."""
        with ServiceLock(self.home, "web") as lock:
            if lock.claim():
                lock.give_up()
                return False
            return True

    @property
    def programme_code(self) -> str:
        return self.settings.programme or self.home.programme_code

    @property
    def programme_folder(self) -> Path:
        folder = PROGRAMMES / self.programme_code
        if not (folder / "programme.toml").is_file():
            raise Fault(
                f"There is no programme {self.programme_code}.", "`wasl programme list` tells the names."
            )
        return folder

    @property
    def vault_socket(self) -> Path:
        return self.home.vault_socket

    @property
    def keyring_folder(self) -> Path:
        return self.home.path / "vault"

    @property
    def witness_file(self) -> Path:
        """Where the vault writes each signed state of the record; to be copied to where no administrator can write."""
        return self.keyring_folder / "witness.txt"

    @property
    def static_folder(self) -> Path:
        """Of the state for which the home is prepared: a later one goes beside it and takes nothing from a server."""
        return self.home.path / "static" / str(self.notes.get("prepared", ""))

    @property
    def accounts_file(self) -> Path:
        return self.home.path / "demo-accounts.json"

    @property
    def https(self) -> bool:
        """Beyond this computer always: cookies and passwords would travel in clear."""
        return self.settings.certificate is not None or not near(self.settings.listen)

    @property
    def listening(self) -> Listening:
        return listening(self.settings.listen)

    @property
    def certificate(self) -> Certificate:
        """What the web server shows; made or renewed by `ensure`."""
        return Certificate(self.home, self.settings, self.listening.names, self.users.web)

    @property
    def door_port(self) -> int:
        """Of the plain door; 0 where there is none."""
        if not self.https:
            return 0
        if self.settings.door_port is not None:
            return self.settings.door_port
        return 80 if self.settings.port == 443 else self.settings.port + 1

    def address(self, host: str | None = None) -> str:
        """Where the pages are."""
        told = self.settings.listen if not self.https else host or self.main_name()
        told = f"[{told}]" if ":" in told else told
        return f"{'https' if self.https else 'http'}://{told}:{self.settings.port}"

    def main_name(self) -> str:
        """The name to tell people: the one that was given, else the certificate's first that is not this computer's
        own name for itself."""
        if self.settings.certificate is None:
            return self.listening.main
        given, names = self.settings.listen, names_of(self.settings.certificate)
        others = [name for name in names if not near(name)]
        return given if given in names or not others else others[0]

    def network(self) -> dict[str, Any]:
        """What the device page tells; nothing where only this computer can ask."""
        if not self.https:
            return {}
        authority = None if self.certificate.from_ministry else Authority.of(self.home)
        host = self.main_name()
        door = f"http://{f'[{host}]' if ':' in host else host}:{self.door_port}/device/"
        return {
            "address": self.address(),
            "addresses": [self.address(name) for name in self.names() if not near(name)],
            "door": door if self.door_port and authority else "",
            "authority": authority.pem if authority else "",
            "fingerprint": authority.fingerprint if authority else "",
        }

    @property
    def notes(self) -> Mapping[str, Any]:
        """What was decided when the instance was made, and for which state of the code it is prepared."""
        place = self.home.path / "instance.json"
        if not self._notes and place.exists():
            self._notes.update(json.loads(place.read_text(encoding="utf-8")))
        return self._notes

    def note(self, **facts: Any) -> None:
        """Write down, whole or not at all; beside what another process may have written since we read."""
        self._notes.clear()
        self._notes.update({**self.notes, **facts})
        draft = self.home.path / f".instance.{os.getpid()}"
        draft.write_text(json.dumps(self._notes, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        draft.chmod(0o600)
        draft.replace(self.home.path / "instance.json")

    def for_django(self, role: Role, *, pool: bool = False) -> dict[str, Any]:
        """What `wasl.settings` is handed in a process that works under this role."""
        own = {"secret_key": self.home.secret("web_sessions")} if role == "web" else {}
        return {
            "dsn": self.database.dsn(f"wasl_{role}"),
            "pool": pool,
            "hosts": self.hosts(),
            "https": self.https,
            "hsts": 0 if not self.https else A_YEAR if self.certificate.from_ministry else THIRTY_DAYS,
            "network": self.network(),
            "practice": self.practice,
            "debug": self.settings.debug,
            "vault_socket": str(self.vault_socket),
            "programme": str(self.programme_folder),
            "static": str(self.static_folder),
            "idle_minutes": self.idle_minutes(),
            "upload_bytes": self.settings.upload_megabytes << 20,
        } | own

    def give_vault_its_own(self) -> None:
        """Before the vault starts: its socket's folder and its keys are its user's, its memory may stay out of swap."""
        who = self.users
        self.home.meeting_place(self.vault_socket.parent, who.vault, who.group)
        if who.vault is None:
            return
        for place in (self.keyring_folder, *sorted(self.keyring_folder.glob("*"))):
            self.home.give(place, who.vault)
        with contextlib.suppress(ValueError):  # root in a container may not
            resource.setrlimit(resource.RLIMIT_MEMLOCK, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))

    def give_web_its_own(self) -> None:
        """Before the pages start: their certificate, their uploads, and files for the browser that they can read."""
        if self.https:
            self.certificate.ensure()
        if self.users.web is None:
            return
        self.home.give(self.home.uploads, self.users.web)
        folder = self.static_folder
        if (folder.parent.stat().st_mode & folder.stat().st_mode & 0o005) != 0o005:
            for place in (folder.parent, folder, *folder.rglob("*")):
                place.chmod(0o755 if place.is_dir() else 0o644)

    def for_vault(self) -> dict[str, Any]:
        """What the vault is handed; see `wasl.vault.__main__`."""
        return {
            "dsn": self.database.dsn("wasl_vault"),
            "socket": str(self.vault_socket),
            "keyring": str(self.keyring_folder),
            "mode": self.vault_mode,
            # the pages, and commands given by whoever started us
            "uids": [os.geteuid(), *([self.users.web.uid] if self.users.web else [])],
            "witness": str(self.witness_file),
        }

    @property
    def vault_mode(self) -> str:
        """`practice` opens by itself with a key beside the data, `passphrase` waits for somebody who knows it."""
        return str(self.notes.get("vault", "practice"))

    def names(self) -> list[str]:
        """The names and addresses under which the pages may be asked for, as the certificate has them."""
        if not self.https:
            return list(NEAR)
        given = self.settings.certificate
        return list(dict.fromkeys([*NEAR, *(names_of(given) if given else self.listening.names)]))

    def hosts(self) -> list[str]:
        """The same as they stand in an address."""
        return [f"[{name}]" if ":" in name else name for name in self.names()]

    def idle_minutes(self) -> int:
        """After how long a screen locks. Read by itself, since the whole programme takes longer to load."""
        with (self.programme_folder / "protection.toml").open("rb") as file:
            return int(tomllib.load(file)["sessions"]["lock_minutes"])

    @contextmanager
    def django_as(self, role: Role) -> Iterator[None]:
        """Django in this very process under a role of the database; a command may go from one to another."""
        given = self.for_django(role)
        os.environ["DJANGO_SETTINGS_MODULE"] = "wasl.settings"
        from django.apps import apps

        if not apps.ready:
            handed.hand_over(given | {"door": self.database.dsn("wasl_owner")})
            import django

            django.setup()
        from django.db import connection

        from wasl.interfaces.cli.django_role import under

        with under(connection, given["dsn"]):
            yield


__all__ = ["Instance", "Role"]
