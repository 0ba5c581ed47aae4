"""A home for measuring: made like the demo, with as many people as are asked for, served by a real vault process."""

import json
import secrets
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import psycopg

from wasl.interfaces.cli import processes
from wasl.interfaces.cli.boot import Instance
from wasl.interfaces.cli.preparing import prepare, ready_for
from wasl.interfaces.cli.serve import free_port
from wasl.runtime.oneshot import running
from wasl.runtime.postgres import Cluster
from wasl.runtime.roles import SUPERUSER

# measured on the synthetic population; only announced families have no people yet
PEOPLE_PER_FAMILY = 3.9
# of all families those whom a caseworker of the centre has in hand, and how many files one has
WITH_A_CASEWORKER, FILES_EACH = 0.5, 60
DEMO_CASEWORKERS = 7


@dataclass(frozen=True)
class World:
    """The measured home: who works there, and where the floor connects."""

    instance: Instance
    families: int
    people: int
    seconds_to_load: float

    @property
    def cluster(self) -> Cluster:
        database = self.instance.database
        if not isinstance(database, Cluster):
            raise TypeError("the floor needs the embedded database")
        return database

    def floor(self) -> psycopg.Connection[tuple[object, ...]]:
        return psycopg.connect(self.cluster.dsn(SUPERUSER), autocommit=True)

    def account(self, username: str) -> UUID:
        with self.floor() as connection:
            row = connection.execute(
                "SELECT id FROM access_account WHERE username = %s", [username]
            ).fetchone()
        if row is None or not isinstance(row[0], UUID):
            raise LookupError(username)
        return row[0]


@contextmanager
def world(size: int, home: Path | None = None) -> Iterator[World]:
    """A home with about `size` people; Django works in this process under the web's role.

    Without `home` it is made for this run and goes with it; one that is given stays, and is not loaded twice.
    """
    folder = Path(tempfile.mkdtemp(prefix="wasl-bench-"))
    folder.chmod(0o755)
    instance = Instance.locate(home=home or folder / "home", port=free_port())
    try:
        if not ready_for(instance):
            # in a process of its own: this one reads where its static files lie once, and they are put there now
            subprocess.run([sys.executable, "-m", "bench.world", str(instance.home.path)], check=True)
        with running(
            instance.home,
            instance.settings,
            ("postgres", "vault"),
            lambda database: processes.vault(instance, database),
        ):
            families = max(1, round(size / PEOPLE_PER_FAMILY))
            with instance.django_as("owner"):
                employ(instance, families)
            with instance.django_as("web"):
                yield load(instance, families)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def employ(instance: Instance, families: int) -> None:
    """The demo's staff, and so many caseworkers more that each has about as many files as one can work with."""
    from wasl.access import founding
    from wasl.access.passwords import ShownArgon2id
    from wasl.interfaces.cli import demo_staff, house

    organisation = house.organisation()
    demo_staff.employ(organisation, instance.accounts_file)
    sections = [team for code, team in organisation.teams.items() if code.startswith(organisation.centres[0])]
    costly = ShownArgon2id.time_cost, ShownArgon2id.memory_cost
    # nobody signs in with these passwords: sessions are opened for them by the command
    ShownArgon2id.time_cost, ShownArgon2id.memory_cost = 1, 8
    try:
        for number in range(round(families * WITH_A_CASEWORKER / FILES_EACH) - DEMO_CASEWORKERS):
            new = founding.NewAccount(
                f"worker-{number:04}", f"زميلة {number}", secrets.token_hex(8), "f", practice=True,
                must_change_password=False,
            )  # fmt: skip
            founding.found_account(
                new=new, posts=[founding.Post("caseworker", sections[number % len(sections)])]
            )
    finally:
        ShownArgon2id.time_cost, ShownArgon2id.memory_cost = costly


def load(instance: Instance, families: int) -> World:
    """The families, written once; how long that took stays with the home."""
    from wasl.interfaces.cli.demo.loading import load_families

    notes = instance.home.path / "bench.json"
    if notes.exists():
        known = json.loads(notes.read_text(encoding="utf-8"))
        return World(instance, known["families"], known["people"], known["seconds"])
    begun = time.perf_counter()
    made = load_families(instance, families)
    took = time.perf_counter() - begun
    with World(instance, 0, 0, 0).floor() as connection:
        connection.execute("VACUUM ANALYZE")
    tell(f"{made['families']} families, {made['people']} people in {took:.0f} s")
    notes.write_text(json.dumps({**made, "seconds": took}), encoding="utf-8")
    return World(instance, made["families"], made["people"], took)


def tell(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def accounts(instance: Instance) -> list[dict[str, str]]:
    listed: list[dict[str, str]] = json.loads(instance.accounts_file.read_text(encoding="utf-8"))
    return listed


if __name__ == "__main__":
    prepare(Instance.locate(home=Path(sys.argv[1]), port=free_port()), tell)
