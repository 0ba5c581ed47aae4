"""How fast many people come in: `python -m bench.bulk [--size N] [--list N] [--home DIR]`, one JSON document on stdout.

The world is loaded, the vault unsealed, a list of arrivals taken in and compared; nothing else is measured here.
"""

import argparse
import json
import sys
import time
from pathlib import Path
from typing import Any

from bench.lists import roster
from bench.served import worker_memory
from bench.world import World, world


def unsealed(place: World) -> dict[str, Any]:
    """How long it takes to unseal, and the memory afterwards."""
    from wasl.vault.client import Vault

    vault = Vault(place.instance.vault_socket, timeout=600)
    vault.seal_up()
    begun = time.perf_counter()
    status = vault.unseal()
    took = time.perf_counter() - begun
    vault.close()
    return {
        "unseal_seconds": round(took, 2),
        "people": status["people"],
        "memory_mb": worker_memory("wasl.vault"),
    }


def main() -> int:
    options = argparse.ArgumentParser(prog="python -m bench.bulk", description=__doc__)
    options.add_argument("--size", type=int, default=10_000, help="how many people there are before (10000)")
    options.add_argument("--list", type=int, default=5_000, help="how many people the list has (5000)")
    options.add_argument("--home", type=Path, help="a home that stays, and is measured again without loading")
    given = options.parse_args()
    with world(given.size, given.home) as place:
        told = {
            "people": place.people,
            "load_seconds": round(place.seconds_to_load, 1),
            "load_people_per_second": round(place.people / max(place.seconds_to_load, 0.001)),
            "vault": unsealed(place),
            "roster": roster(place, given.list),
        }
    print(json.dumps(told, indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main())
