"""A supervisor in a process of its own, as the tests describe it: `python -m tests.runtime.instance HOME` with the
children as JSON on standard input. Prints `up` when all serve."""

import json
import sys
from pathlib import Path

from tests.runtime.places import WHEEL, cluster_at
from wasl.runtime.children import Child
from wasl.runtime.faults import Fault
from wasl.runtime.home import Home
from wasl.runtime.supervisor import Supervisor


def child(home: Home, described: dict[str, object]) -> Child:
    if described["name"] == "postgres":
        cluster = cluster_at(home, WHEEL, durable=True)
        cluster.create()
        return cluster.child()
    argv = [sys.executable, "-c", str(described.pop("code")), str(home.path)]
    return Child(argv=argv, **described)  # type: ignore[arg-type]


def main() -> int:
    home = Home(Path(sys.argv[1]))
    home.prepare()
    children = [child(home, described) for described in json.load(sys.stdin)]
    try:
        Supervisor(children, home, when_ready=lambda: print("up", flush=True), others_may_take=0.5).run()
    except Fault as fault:
        print(fault, flush=True)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
