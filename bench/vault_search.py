"""How fast the vault unseals, finds and opens: `python -m bench.vault_search [PEOPLE]`, one JSON document on stdout.

Names come from the kernel's lists, the few common ones often and the many others seldom, as in life. The vault runs
as it does in an instance, with its database, its record and its limits; times are those of a client over the socket.
"""

import json
import random
import resource
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import psycopg

from tests.vault.conftest import _migrate
from tests.vault.world import World
from wasl.kernel.names_latin import ListedName, listed_names
from wasl.runtime import settings
from wasl.runtime.home import Home
from wasl.runtime.postgres import Cluster
from wasl.vault import client, keyring, operations, server, store
from wasl.vault.client import Plain
from wasl.vault.ranking import parts_of, search
from wasl.vault.sealer import Sealer
from wasl.vault.verify import verify

FAMILY = 5
WORKER, TEAM = "zainab", "north"
ROUNDS = 300


def people(count: int, seed: int = 7) -> list[dict[str, Any]]:
    """Documents of `count` people in families of five."""
    chance = random.Random(seed)  # noqa: S311 - synthetic people
    listed = list(listed_names())
    given: dict[str, list[ListedName]] = {
        sex: [one for one in listed if one.sex == sex and not one.laqab] for sex in "fm"
    }
    laqabs = [one for one in listed if one.laqab]

    def pick(names: Sequence[ListedName]) -> ListedName:
        return names[min(int(chance.paretovariate(0.6)) - 1, chance.randrange(len(names)))]

    made: list[dict[str, Any]] = []
    while len(made) < count:
        father, grandfather, laqab, mother = (
            pick(given["m"]),
            pick(given["m"]),
            pick(laqabs),
            pick(given["f"]),
        )
        for _ in range(FAMILY):
            own = pick(given[chance.choice("fm")])
            made.append(
                {
                    "given": own.name,
                    "father": father.name,
                    "grandfather": grandfather.name,
                    "laqab": laqab.name,
                    "mother": [mother.name],
                    "latin": f"{own.latin} {father.latin} {grandfather.latin} {laqab.latin}",
                    "birth": {"date": f"{chance.randrange(1940, 2026)}-07-01", "accuracy": "year"},
                }
            )
    return made[:count]


def slip(text: str, chance: random.Random) -> str:
    """A letter doubled, dropped or changed with its neighbour."""
    at = chance.randrange(1, max(2, len(text) - 1))
    kind = chance.randrange(3)
    if kind == 0:
        return text[:at] + text[at] + text[at:]
    if kind == 1 and len(text) > 4:
        return text[:at] + text[at + 1 :]
    return text[: at - 1] + text[at : at + 1] + text[at - 1 : at] + text[at + 1 :]


def timed(
    work: Callable[[Any], Any], each: Sequence[Any], clock: Callable[[], float] = time.perf_counter
) -> dict[str, float]:
    """Milliseconds of one call for each."""
    took = []
    for one in each:
        began = clock()
        work(one)
        took.append((clock() - began) * 1000)
    took.sort()
    return {"p50_ms": round(statistics.median(took), 2), "p95_ms": round(took[int(len(took) * 0.95)], 2)}


def measure(count: int, folder: Path) -> dict[str, Any]:
    folder.chmod(0o711)  # or the server's own user could not come in, and data would be kept elsewhere
    home = Home(folder / "h")
    cluster = Cluster.of(home, settings.load(home=home.path))
    cluster.create()
    cluster.start()
    _migrate(cluster.dsn("wasl_owner"))
    keys = keyring.KeyringFile(folder / "keys", "practice")
    keys.create()
    vault = operations.Vault(keys, store.Store(cluster.dsn("wasl_vault")))
    vault.store.open()
    serving = server.VaultServer(folder / "s", vault)
    threading.Thread(target=serving.serve_forever, daemon=True).start()
    through = client.Vault(folder / "s")
    try:
        through.unseal()
        world = World({"super": cluster.dsn("wasl_super"), "web": cluster.dsn("wasl_web")}, through)
        return _measured(count, world, vault, keys, cluster)
    finally:
        through.close()
        serving.shutdown()
        serving.server_close()
        vault.seal_up({})
        vault.store.close()
        cluster.stop()


def _measured(
    count: int, world: World, vault: operations.Vault, keys: keyring.KeyringFile, cluster: Cluster
) -> dict[str, Any]:
    documents = people(count)
    written, ids = _write(documents, world)
    with psycopg.connect(cluster.dsn("wasl_super"), autocommit=True) as sql:
        sql.execute("VACUUM ANALYZE")
    answer: dict[str, Any] = {"people": count, "write_people_per_second": round(count / written)}
    answer |= _unsealed(world)
    answer |= _searched(documents, ids, world, vault)
    answer |= _opened(ids, world)
    answer["duplicates"] = _duplicates(world)
    answer["record"] = _record(count, vault, keys, cluster)
    return answer


def _write(documents: Sequence[dict[str, Any]], world: World) -> tuple[float, list[UUID]]:
    """Everybody's names sealed and written; how long it took, and who is who."""
    worker, team = world.worker(WORKER, TEAM), world.team(TEAM)
    files = [uuid4() for _ in range(-(-len(documents) // FAMILY))]
    with world.as_super() as sql:
        sql.execute(
            "INSERT INTO access_scope (file_id, number, team_id) SELECT f, f::text, %s FROM unnest(%s::uuid[]) AS f",
            [team, files],
        )
    ids = [uuid4() for _ in documents]
    began = time.perf_counter()
    for at in range(0, len(documents), 5000):
        plains = [
            Plain(ids[n], "identity:name", ids[n], files[n // FAMILY], team, documents[n])
            for n in range(at, min(at + 5000, len(documents)))
        ]
        world.write(worker, plains, bulk=True)
    return time.perf_counter() - began, ids


def _unsealed(world: World) -> dict[str, float]:
    world.vault.seal_up()
    before = _resident()
    began = time.perf_counter()
    world.vault.unseal()
    took = time.perf_counter() - began
    return {"unseal_seconds": round(took, 2), "memory_mb": round((_resident() - before) / 1e6, 1)}


def _searched(
    documents: Sequence[dict[str, Any]], ids: Sequence[UUID], world: World, vault: operations.Vault
) -> dict[str, Any]:
    """Names as they are, in two parts, in Latin letters and misspelt: in memory, and with record and answer."""
    chance = random.Random(11)  # noqa: S311 - synthetic people
    sample = [documents[chance.randrange(len(documents))] for _ in range(ROUNDS)]
    asked = {
        "exact": [f"{one['given']} {one['father']} {one['grandfather']}" for one in sample],
        "two_parts": [f"{one['given']} {one['father']}" for one in sample],
        "latin": [" ".join(one["latin"].split()[:3]) for one in sample],
        "misspelt": [
            f"{slip(one['given'], chance)} {one['father']} {slip(one['grandfather'], chance)}"
            for one in sample
        ],
    }
    token, names = world.worker(WORKER, TEAM).token, vault.memory.names

    def ask(query: str) -> Any:
        return world.vault.search(token, "bench", query)

    def inside(query: str) -> Any:
        return search(names, parts_of(query), 20)

    for kind in ("exact", "misspelt"):
        for query in asked[kind][:20]:
            ask(query)
    return {
        "forms": len(names.vocabulary),
        # all of it is computing: the processor's time is told, whatever else the computer does meanwhile
        "search_in_memory": {kind: timed(inside, given, time.thread_time) for kind, given in asked.items()},
        "search_with_record": {kind: timed(ask, queries) for kind, queries in asked.items()},
        "found_exact": _share(inside, asked["exact"], sample, documents, ids),
        "found_misspelt": _share(inside, asked["misspelt"], sample, documents, ids),
    }


def _opened(ids: Sequence[UUID], world: World) -> dict[str, Any]:
    """Names opened: one, fifty of ten families, fifty of fifty families."""
    chance, token = random.Random(13), world.worker(WORKER, TEAM).token  # noqa: S311 - synthetic people
    first = range(0, min(len(ids), 5000), 50)
    wanted: dict[str, list[list[UUID]]] = {
        "open_one": [[ids[at]] for at in first],
        "open_50_of_10_families": [list(ids[at : at + 50]) for at in first],
        "open_50_of_50_families": [[ids[chance.randrange(len(ids))] for _ in range(50)] for _ in range(100)],
    }

    def open_(people: Sequence[UUID]) -> Any:
        return world.vault.open(token, "bench", [(person, "identity:name") for person in people])

    return {name: timed(open_, groups) for name, groups in wanted.items()}


def _duplicates(world: World) -> dict[str, int]:
    """A thousand strangers compared with everybody."""
    newcomers = [
        {"key": str(n), "family": str(n // FAMILY), **{k: v for k, v in one.items() if k != "latin"},
         "birth_year": int(one["birth"]["date"][:4])}
        for n, one in enumerate(people(1000, seed=99))
    ]  # fmt: skip
    began = time.perf_counter()
    proposed = world.vault.duplicates(world.worker(WORKER, TEAM).token, newcomers)
    return {
        "people_per_second": round(1000 / (time.perf_counter() - began)),
        "strangers_proposed": sum(1 for found in proposed if found),
    }


def _resident() -> int:
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize()


def _share(
    ask: Callable[[str], Any],
    queries: Sequence[str],
    sample: Sequence[dict[str, Any]],
    documents: Sequence[dict[str, Any]],
    ids: Sequence[UUID],
) -> float:
    """How often somebody of exactly the meant names is among the first twenty."""
    parts = ("given", "father", "grandfather")
    bearers: dict[tuple[str, ...], set[UUID]] = {}
    for one, person in zip(documents, ids, strict=True):
        bearers.setdefault(tuple(one[part] for part in parts), set()).add(person)
    hits = sum(
        bool(bearers[tuple(meant[part] for part in parts)] & {found.person for found in ask(query)[:20]})
        for query, meant in zip(queries, sample, strict=True)
    )
    return round(hits / len(queries), 3)


def _record(
    count: int, vault: operations.Vault, keys: keyring.KeyringFile, cluster: Cluster
) -> dict[str, Any]:
    """Sealing and proving a record of ten rows a person."""
    with psycopg.connect(cluster.dsn("wasl_super")) as sql:
        sql.execute(
            "INSERT INTO audit_event (id, at, actor, actor_kind, event, file_id, resource_kind, person, purpose, "
            "outside, fields, code) SELECT gen_random_uuid(), clock_timestamp(), gen_random_uuid(), 'web', 'opened', "
            "gen_random_uuid(), 'person', gen_random_uuid(), 'care', false, '{identity:name}', '' "
            "FROM generate_series(1, %s)",
            [10 * count],
        )
    sealer = Sealer(vault.store, keys.open().signing)
    began = time.perf_counter()
    rows = 0
    while sealed := sealer.tick():
        rows += sealed
    sealing = time.perf_counter() - began
    with psycopg.connect(cluster.dsn("wasl_super"), autocommit=True) as sql:
        sql.execute("VACUUM ANALYZE audit_event, audit_leaf")
    with psycopg.connect(cluster.dsn("wasl_vault")) as sql:
        began = time.perf_counter()
        answer = verify(sql, None, keys.public_key())
        proving = time.perf_counter() - began
    quiet = timed(lambda _: sealer.tick(), range(3))
    return {
        "rows": rows,
        "sealed_per_second": round(rows / sealing),
        "verify_seconds": round(proving, 2),
        "ok": answer["ok"],
        "tick_without_news": quiet,
    }


def main() -> int:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with tempfile.TemporaryDirectory(prefix="wb-", dir="/tmp") as folder:
        print(json.dumps(measure(count, Path(folder)), indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main())
