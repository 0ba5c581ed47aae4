"""kill -9 again and again, each process in turn, while notes are written; and where the database promises less.

How many kills: WASL_KILLS, 300 where nothing is said. The control is `synchronous_commit=off`: the same count finds
what that loses; a green run without it would prove nothing.
"""

import os
import signal
import time
from collections import Counter
from collections.abc import Callable

import psycopg
import pytest

from tests.browser.served import Instance, Silence, instance
from tests.cli.commands import eventually
from tests.protection.test_kills import (
    CHILDREN,
    MOST_SECONDS_TO_COME_BACK,
    a_worker_and_her_family,
)
from tests.protection.writers import Journal, kept, writing
from wasl.runtime.roles import SUPERUSER

KILLS = int(os.environ.get("WASL_KILLS", "300"))
FAMILIES = 8
LATE = 4 * MOST_SECONDS_TO_COME_BACK
CONTROLS = 6
pytestmark = [pytest.mark.prove, pytest.mark.requirement("P10")]
Tell = Callable[[str, object], None]


def kill(up: Instance, name: str) -> int:
    """All processes of one kind at once; answers with how many there were."""
    there = up.served.children(CHILDREN[name])
    for pid in there:
        os.kill(pid, signal.SIGKILL)
    return len(there)


def goes_on(up: Instance, journal: Journal, name: str) -> float:
    """Seconds until notes are acknowledged again and the process is back."""
    before, started = len(journal.acknowledged), time.monotonic()
    eventually(lambda: len(journal.acknowledged) > before + 2, LATE)
    eventually(lambda: bool(up.served.children(CHILDREN[name])), LATE)
    return time.monotonic() - started


def test_many_kills_lose_nothing_that_was_acknowledged_and_double_nothing(record_property: Tell):
    killed: Counter[str] = Counter()
    slowest: dict[str, float] = {}
    with instance(FAMILIES) as up:
        worker, number = a_worker_and_her_family(up)
        with writing(worker, number) as journal:
            eventually(lambda: len(journal.acknowledged) > 5, LATE)
            for at in range(KILLS):
                name = list(CHILDREN)[at % len(CHILDREN)]
                killed[name] += bool(kill(up, name))
                slowest[name] = max(slowest.get(name, 0.0), goes_on(up, journal, name))
        eventually(up.served.ready, LATE)
        there = kept(up.cluster)
    record_property("kills", ", ".join(f"{count} of {name}" for name, count in killed.items()))
    record_property("acknowledged notes", len(journal.acknowledged))
    record_property("times nobody answered", journal.silences)
    record_property("lost", len(there.lost(journal)))
    record_property("doubled", len(there.doubled()))
    record_property(
        "slowest back in s", ", ".join(f"{name} {took:.1f}" for name, took in sorted(slowest.items()))
    )
    assert sum(killed.values()) == KILLS
    assert journal.silences, "nobody noticed the kills"
    assert there.lost(journal) == set()
    assert there.doubled() == set()


def test_a_database_that_answers_before_it_has_written_is_found_to_lose(record_property: Tell):
    """The control: what is acknowledged does not lie on the disk yet; the database is killed until one is missing."""
    lost: set[str] = set()
    acknowledged = kills = 0
    with instance(FAMILIES) as up:
        with psycopg.connect(up.cluster.dsn(SUPERUSER), autocommit=True) as everything:
            everything.execute("ALTER ROLE wasl_web SET synchronous_commit = off")
            everything.execute("ALTER SYSTEM SET wal_writer_delay = '10s'")
            everything.execute("SELECT pg_reload_conf()")
        kill(up, "web")
        eventually(up.served.ready, LATE)
        worker, number = a_worker_and_her_family(up)
        while not lost and kills < CONTROLS:
            with writing(worker, number) as journal:
                eventually(lambda journal=journal: len(journal.acknowledged) > 20, LATE)
                kill(up, "postgres")
            kills += 1
            acknowledged += len(journal.acknowledged)
            eventually(up.served.ready, LATE)
            lost |= _lost(up, journal)
    record_property("kills of the database until something was lost", kills)
    record_property("acknowledged", acknowledged)
    record_property("lost", len(lost))
    assert lost, "the count would not have seen a loss"


def _lost(up: Instance, journal: Journal) -> set[str]:
    for _ in range(50):
        try:
            return kept(up.cluster).lost(journal)
        except (psycopg.Error, Silence):
            time.sleep(0.5)
    raise AssertionError("the database did not come back")
