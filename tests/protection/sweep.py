"""Where to look: dumps, data files, write-ahead log, logs, temporary files, everything that lies in a home.

`sweep(home, cluster, needles)` is the whole of it; what it answers names the place and the way of writing, so that a
leak can be traced. The journey's test calls it on the served instance after its last step.
"""

import subprocess
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path

import psycopg
from psycopg.conninfo import conninfo_to_dict

from tests.protection.needles import ways_of
from tests.protection.search import Search
from wasl.runtime.home import Home
from wasl.runtime.postgres import Cluster
from wasl.runtime.roles import DATABASE, SUPERUSER

Found = dict[str, dict[str, set[str]]]


def dumps(cluster: Cluster, dbname: str = DATABASE) -> dict[str, bytes]:
    """The database as pg_dump writes it, by somebody who may read all: as text, and in its own format read back."""
    parts = conninfo_to_dict(cluster.dsn(SUPERUSER, dbname))
    environment = {"PGPASSWORD": str(parts.pop("password")), "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"}
    where = [f"--{'username' if key == 'user' else key}={value}" for key, value in parts.items()]

    def run(program: str, *arguments: str, given: bytes | None = None) -> bytes:
        command = [cluster.binaries.program(program), *arguments]
        return subprocess.run(command, env=environment, input=given, capture_output=True, check=True).stdout

    plain = run("pg_dump", *where, "--format=plain")
    inserts = run("pg_dump", *where, "--format=plain", "--inserts", "--data-only")
    custom = run("pg_dump", *where, "--format=custom")
    return {
        "pg_dump plain": plain,
        "pg_dump inserts": inserts,
        "pg_dump custom": custom,
        "pg_dump custom, read back": run("pg_restore", "--file=-", given=custom),
    }


def files_below(*places: Path) -> Iterable[Path]:
    """Every plain file below some folders; links are not followed, what vanishes meanwhile is passed over."""
    for place in places:
        for path in sorted(place.rglob("*")):
            if path.is_file() and not path.is_symlink():
                yield path


def sweep(home: Home, cluster: Cluster, needles: Sequence[str], *more: Path) -> Found:
    """Place to way of writing to needles found there; empty when nothing was found anywhere."""
    with psycopg.connect(cluster.dsn(SUPERUSER, "postgres"), autocommit=True) as connection:
        connection.execute("CHECKPOINT")
    search = Search(ways_of(needles))
    found: defaultdict[str, defaultdict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for place, content in dumps(cluster).items():
        for needle, way in search.in_bytes(content):
            found[place][way].add(needle)
    for path in files_below(home.path, cluster.data, home.run, *more):
        try:
            hits = list(search.in_file(path))
        except FileNotFoundError:
            continue
        for needle, way in hits:
            found[_kind(path, home, cluster)][way].add(needle)
    return {place: dict(ways) for place, ways in found.items()}


def told(found: Found) -> str:
    """What was found, short enough to read: of each place and way how many, and one of them."""
    lines = [
        f"{place}: {way}: {len(needles)}, such as {min(needles)}"
        for place, ways in sorted(found.items())
        for way, needles in sorted(ways.items())
    ]
    return "\n".join(lines)


def _kind(path: Path, home: Home, cluster: Cluster) -> str:
    if path.is_relative_to(cluster.data):
        inside = path.relative_to(cluster.data).parts[0]
        return {"base": "data files", "pg_wal": "write-ahead log"}.get(inside, f"database's {inside}")
    return str(path.relative_to(home.path)) if path.is_relative_to(home.path) else str(path)
