"""`python -m bench [--size N] [--rounds R] [--out FILE]`: measures in rotation, prints a table, writes the results."""

import argparse
import json
import logging
import os
import platform
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench import contestant
from bench.bulk import unsealed
from bench.contests import Contests
from bench.floor import Floor
from bench.lists import roster
from bench.rotation import rotate
from bench.served import throughput
from bench.world import World, tell, world

RESULTS = Path(__file__).parent / "results.json"
ROSTER_PEOPLE = 4_000


def measure(place: World, rounds: int) -> dict[str, Any]:
    contestant.prepare(place)
    floor, plain = Floor(place), contestant.start(place)
    try:
        known = Contests(place, floor, plain)
        tell(f"{known.salma.username} works with {known.salma_files} families")
        work = rotate(known.all(), rounds)
        served = throughput(place, known, plain)
    finally:
        floor.close()
        plain.close()
    return {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": {
            "processors": os.cpu_count(),
            "python": platform.python_version(),
            "load_before": round(os.getloadavg()[2], 1),
        },
        "people": place.people,
        "families": place.families,
        "files_of_the_caseworker": known.salma_files,
        "load_people_per_second": round(place.people / max(place.seconds_to_load, 0.001)),
        "vault": unsealed(place),
        "work": work,
        "requests_per_second": served,
        "roster": roster(place, ROSTER_PEOPLE),
    }


def main() -> int:
    options = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    options.add_argument("--size", type=int, default=10_000, help="how many people (10000)")
    options.add_argument("--rounds", type=int, default=60, help="how often each is measured (60)")
    options.add_argument("--out", type=Path, default=RESULTS)
    options.add_argument("--home", type=Path, help="a home that stays, and is measured again without loading")
    given = options.parse_args()
    logging.getLogger("django.request").setLevel(logging.ERROR)
    with world(given.size, given.home) as place:
        results = measure(place, given.rounds)
    known = json.loads(given.out.read_text(encoding="utf-8")) if given.out.exists() else {}
    sizes = {size: run for size, run in known.items() if size.isdecimal()} | {str(given.size): results}
    ordered = dict(sorted(sizes.items(), key=lambda one: int(one[0])))
    given.out.write_text(json.dumps(ordered, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    tell(f"written to {given.out}")
    show(results)
    return 0


def show(results: dict[str, Any]) -> None:
    served = results["requests_per_second"]
    print(f"{results['people']} people, {results['families']} families; vault: {results['vault']}")
    print(f"{'':<34}{'p50 ms':>10}{'p95 ms':>10}{'of bare':>9}{'statements':>12}{'vault':>7}")
    for name, figures in results["work"].items():
        told = [figures.get(one, "") for one in ("of_bare_django", "statements", "vault_calls")]
        counts = f"{told[0]:>9}{told[1]:>12}{told[2]:>7}"
        print(f"{name:<34}{figures['p50_ms']:>10.2f}{figures['p95_ms']:>10.2f}{counts}")
    print(f"requests a second: {served}")
    print(
        f"list of arrivals: {results['roster']}; world loaded at {results['load_people_per_second']} people a second"
    )


if __name__ == "__main__":
    sys.exit(main())
