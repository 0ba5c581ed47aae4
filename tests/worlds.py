"""A whole house for a test: real PostgreSQL with the product's roles, migrated, a real vault process, the cast.

`house` is made once for each test process; stories write into it side by side, as families do in a centre. The default
connection is that of the web role: what a test may see, a page may see.
"""

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict

from tests.cast import CAST, PASSWORD, Member
from wasl.runtime import handed
from wasl.runtime.children import Child, Running
from wasl.runtime.home import Home
from wasl.runtime.postgres import Cluster
from wasl.runtime.settings import load

ROOT = Path(__file__).resolve().parent.parent


@dataclass
class House:
    """What a story needs to know of the house it happens in."""

    home: Home
    cluster: Cluster
    teams: dict[str, int] = field(default_factory=dict)
    accounts: dict[str, UUID] = field(default_factory=dict)
    vault: Running | None = None

    def dsn(self, role: str) -> str:
        return self.cluster.dsn(role)

    def actor(self, member: Member) -> Any:
        """The member, signed in anew."""
        from wasl.access.services import command_actor

        return command_actor(member.username)

    @contextmanager
    def as_role(self, role: str) -> Iterator[None]:
        """The default connection under another role of the database, for founding and for looking behind the scenes."""
        from django.db import connection

        settings = connection.settings_dict
        former = {key: settings[key] for key in ("USER", "PASSWORD")}
        parts = conninfo_to_dict(self.dsn(role))
        connection.close()
        settings.update(USER=parts["user"], PASSWORD=parts["password"])
        try:
            yield
        finally:
            connection.close()
            settings.update(former)

    def end_all_covers(self) -> None:
        """Nobody stands in for anybody, from whichever story: the next cover is the first of its days."""
        with psycopg.connect(self.dsn("wasl_super")) as everything:
            everything.execute("DELETE FROM workforce_cover")
            everything.execute("DELETE FROM access_grant WHERE purpose = 'cover'")

    def free_hands(self, username: str) -> None:
        """What somebody has worked on in other stories is nobody's, so that a list is as long as this story says."""
        with psycopg.connect(self.dsn("wasl_super")) as everything:
            everything.execute(
                "UPDATE casefile_file SET worker = NULL WHERE worker = %s", [self.accounts[username]]
            )

    def vault_child(self) -> Child:
        """The vault as `wasl serve` starts it, in practice mode."""
        from wasl.kernel.errors import WaslError
        from wasl.vault.client import Vault

        socket = self.home.run / "vault.sock"

        def ready() -> bool:
            client = Vault(socket, timeout=5)
            try:
                return not client.status()["sealed"]
            except WaslError:
                return False
            finally:
                client.close()

        return Child(
            "vault",
            [sys.executable, "-m", "wasl.vault"],
            credentials={
                "dsn": self.dsn("wasl_vault"),
                "socket": str(socket),
                "keyring": str(self.home.secrets),
                "mode": "practice",
                "witness": str(self.home.logs / "witness.txt"),
            },
            ready=ready,
            env={"PYTHONPATH": str(ROOT)},
        )

    def start_vault(self) -> None:
        self.vault = Running.start(self.vault_child(), self.home.logs / "vault.log")

    def stop_vault(self) -> None:
        if self.vault is not None:
            self.vault.end()
            self.vault = None


@pytest.fixture(scope="session")
def house() -> Iterator[House]:
    """The house of this test process."""
    folder = Path(tempfile.mkdtemp(prefix="wasl-house-", dir="/tmp"))
    folder.chmod(0o755)
    settings = load(home=folder / "home")
    home = Home.locate(settings)
    cluster = Cluster.of(home, settings, durable=False)
    cluster.create()
    cluster.start()
    made = House(home, cluster)
    try:
        _open_django(made)
        with made.as_role("wasl_owner"):
            _migrate()
            _found(made)
        _make_keys(home)
        made.start_vault()
        yield made
    finally:
        _close_django()
        made.stop_vault()
        cluster.stop()
        shutil.rmtree(folder, ignore_errors=True)


def _open_django(made: House) -> None:
    handed.hand_over(
        {
            "dsn": made.dsn("wasl_web"),
            "secret_key": "only for tests " * 4,
            "vault_socket": str(made.home.run / "vault.sock"),
            "door": made.dsn("wasl_owner"),
            "hosts": ["testserver", "localhost", "127.0.0.1"],
            "practice": True,
        }
    )
    os.environ["DJANGO_SETTINGS_MODULE"] = "wasl.settings"
    import django
    from django.apps import apps

    if not apps.ready:
        django.setup()
        return
    # a checker in the same process has set Django up without a database: tell it where this house's is
    from django.conf import settings as django_settings
    from django.db import connection

    parts = conninfo_to_dict(made.dsn("wasl_web"))
    connection.close()
    connection.settings_dict.update(
        NAME=parts["dbname"],
        USER=parts["user"],
        PASSWORD=parts["password"],
        HOST=parts["host"],
        PORT=parts["port"],
    )
    django_settings.WASL_VAULT_SOCKET = str(made.home.run / "vault.sock")
    django_settings.WASL_DOOR = made.dsn("wasl_owner")
    django_settings.SECRET_KEY = "only for tests " * 4
    django_settings.ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]


def _close_django() -> None:
    from django.db import connection

    from wasl.vault.services import client

    client().close()
    connection.close()


def _migrate() -> None:
    from django.core.management import call_command

    call_command("migrate", verbosity=0)


def _make_keys(home: Home) -> None:
    from wasl.vault.keyring import KeyringFile

    ring = KeyringFile(home.secrets, "practice")
    if not ring.exists:
        ring.create()


def _found(made: House) -> None:
    """Sites, teams and the cast, written as the owner of the database, as `wasl init` does."""
    from wasl.access.models import Account, Membership, Site, Team
    from wasl.access.policy import means_of, programme
    from wasl.instruments.services import versions

    versions.follow_programme()
    centre = Site.objects.create(
        code="centre", kind="centre", place="IQG15Q05", name_ar="المركز", name_ckb="ناوەند", name_en="Centre"
    )
    office = Site.objects.create(
        code="office-sd", kind="office", place="IQG16", name_ar="مكتب", name_ckb="نووسینگە", name_en="Office"
    )
    for code, site in (("A", centre), ("B", centre), ("SD", office)):
        made.teams[code] = Team.objects.create(
            site=site, code=code, name_ar=code, name_ckb=code, name_en=code
        ).pk
    roles = programme().roles
    for member in CAST:
        role = roles[member.role]
        account = Account(
            username=member.username, name=member.name, gender=member.gender, language=member.language, practice=True,
            conduct_version=programme().entry.conduct.version, conduct_accepted_at=_now(),
        )  # fmt: skip
        account.set_password(PASSWORD)
        account.save()
        made.accounts[member.username] = account.pk
        reach = role.reach if "file.view" in role.actions else "granted"
        team = Team.objects.get(pk=made.teams[member.team])
        Membership.objects.create(
            account=account, role=member.role, reach=reach, team=team if reach in ("granted", "team") else None,
            site=team.site, **means_of(member.role),
        )  # fmt: skip


def _now() -> Any:
    from wasl.kernel.clock import now

    return now()
