"""A list of five thousand: how fast it comes in, and `wasl import-roster` killed between writing and comparing."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.cli.commands import ROOT, Place, eventually, place, serving
from wasl.interfaces.cli.demo.families import SyntheticFamily, families
from wasl.interfaces.cli.demo.roster import write_roster
from wasl.interfaces.cli.demo.terms import Terms
from wasl.programme import load
from wasl.runtime.roles import SUPERUSER

pytestmark = [pytest.mark.prove, pytest.mark.requirement("R002", "R007", "R028")]
PEOPLE = 10_000
BEFORE, BOTH, AFTER = 300, 50, 1200
TAKEN_IN, UNSEALED = 1000, 3000
"""People a second, at the least. How fast a world is loaded is told only: its first families go step by step."""


def test_people_come_in_by_the_thousand_a_second(record_property: Callable[[str, object], None]):
    done = subprocess.run(
        [sys.executable, "-m", "bench.bulk", "--size", str(PEOPLE)],
        cwd=ROOT, capture_output=True, text=True, timeout=1200, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-4000:]
    found = json.loads(done.stdout)
    unsealed = found["vault"]["people"] / found["vault"]["unseal_seconds"]
    for name, value in (
        ("people a second, taken in from a list", found["roster"]["taken_in_per_second"]),
        ("people a second, compared with who is known", found["roster"]["compared_per_second"]),
        ("people a second, a synthetic world loaded", found["load_people_per_second"]),
        ("people a second, unsealed", round(unsealed)),
    ):
        record_property(name, value)
    assert found["roster"]["taken_in_per_second"] >= TAKEN_IN
    assert unsealed >= UNSEALED


@pytest.fixture(scope="module")
def centre() -> Iterator[Place]:
    with place() as home:
        assert home.wasl("demo", "--no-serve", "--families", "0", "--json").code == 0
        yield home


@pytest.fixture(scope="module")
def convoys(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Two lists; the last families of the first come with the second too."""
    folder = tmp_path_factory.mktemp("convoys")
    grid = Terms.of(load(ROOT / "programmes" / "iq-al-amal")).grid
    everybody = list(islice(families(41, 4 * AFTER, date(2026, 11, 1), grid=grid), BEFORE + AFTER))
    return (
        written(folder / "first.csv", everybody[:BEFORE]),
        written(folder / "second.csv", everybody[BEFORE - BOTH :]),
    )


def written(path: Path, chosen: list[SyntheticFamily]) -> Path:
    write_roster(path, chosen, convoy=99)
    return path


def test_a_list_killed_before_it_was_compared_is_compared_when_it_is_given_again(
    centre: Place, convoys: tuple[Path, Path]
):
    first, second = convoys
    with serving(centre):
        before = imported(centre, first)["created_people"]
        with psycopg.connect(centre.instance.database.dsn(SUPERUSER), autocommit=True) as behind:  # type: ignore[union-attr]

            def count(what: str) -> int:
                found: Any = behind.execute(f"SELECT count(*) FROM {what}").fetchone()
                return int(found[0])

            running = subprocess.Popen(
                [centre.python, "-m", "wasl", "import-roster", str(second), "--json"],
                cwd="/", env=centre.environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            )  # fmt: skip
            eventually(lambda: count("entry_comparison") == 1, 120)
            os.kill(running.pid, signal.SIGKILL)
            running.communicate()
            assert count("entry_comparison WHERE done < people") == 1, "killed too late to show anything"
            written = count("people_person")
            again = imported(centre, second)
            assert (again["created_families"], again["created_people"]) == (0, 0)
            assert again["people"] == written - before
            assert count("people_person") == written
            assert count("entry_comparison") == 0
    known = {one["family"] for one in again["possible_duplicates"]}
    assert len(known) >= 0.9 * BOTH
    assert imported(centre, second)["possible_duplicates"] == []


def imported(centre: Place, file: Path) -> Any:
    said = centre.wasl("import-roster", str(file), "--json")
    assert said.code == 0, said.err
    return said.document
