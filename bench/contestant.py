"""Bare Django beside us: its database in the same server, its process at the other end of a pipe."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from typing import Any

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

from bench.plain.fill import fill
from bench.world import World, tell
from wasl.interfaces.cli.processes import code_path
from wasl.runtime.roles import SUPERUSER

DATABASE = "bench_plain"


@dataclass
class Plain:
    """The contestant's process; a visit answers what it cost."""

    process: "subprocess.Popen[str]"

    def visit(
        self, username: str, path: str, form: dict[str, str] | None = None, **more: Any
    ) -> dict[str, Any]:
        asked = {"as": username, "do": "get" if form is None else "post", "path": path, "form": form, **more}
        if self.process.stdin is None or self.process.stdout is None:
            raise RuntimeError("started without pipes")
        print(json.dumps(asked), file=self.process.stdin, flush=True)
        found: dict[str, Any] = json.loads(self.process.stdout.readline() or "{}")
        if "cookie" not in found and found.get("status") not in (200, 302):
            raise RuntimeError(f"bare Django: {path}: {found}")
        return found

    def close(self) -> None:
        if self.process.stdin:
            self.process.stdin.close()
        self.process.wait(timeout=20)


def prepare(world: World) -> None:
    """Its database with the same people in clear, made once for a home."""
    with world.floor() as connection:
        if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
            return
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(DATABASE)))
    try:
        subprocess.run(_command("tables"), env=environment(world), check=True)
        tell("copying the same people in clear for bare Django")
        fill(world, world.cluster.dsn(SUPERUSER, DATABASE))
    except BaseException:
        with psycopg.connect(world.cluster.dsn(SUPERUSER), autocommit=True) as connection:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(DATABASE)))
        raise


def start(world: World) -> Plain:
    process = subprocess.Popen(
        _command("answer"), env=environment(world), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    return Plain(process)


def served(world: World, port: int) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(_command("serve", str(port)), env=environment(world, pool=True))


def environment(world: World, pool: bool = False) -> dict[str, str]:
    parts = conninfo_to_dict(world.cluster.dsn(SUPERUSER, DATABASE))
    return dict(os.environ) | code_path() | {"BENCH_PLAIN": json.dumps({**parts, "pool": pool})}


def _command(*words: str) -> list[str]:
    return [sys.executable, "-m", "bench.plain", *words]
