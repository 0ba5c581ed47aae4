"""People who write notes without pause while the processes under them are killed, and what was promised to them."""

import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from uuid import uuid4

import psycopg

from tests.browser.served import Silence, Visitor
from wasl.kernel.clock import today
from wasl.runtime.postgres import Cluster
from wasl.runtime.roles import SUPERUSER

PAUSE = 0.02
# a note is tried again with the same key, as a browser does when its reader presses the button again
TRIES = 400


@dataclass
class Journal:
    """What was acknowledged, by key; and how often nobody answered."""

    acknowledged: list[str] = field(default_factory=list)
    refused: Counter[int] = field(default_factory=Counter)
    silences: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def thanked(self, key: str) -> None:
        with self._lock:
            self.acknowledged.append(key)


@contextmanager
def writing(visitor: Visitor, number: str, hands: int = 3) -> Iterator[Journal]:
    """Several windows of one person that write until the end of the block."""
    journal, ended = Journal(), threading.Event()
    threads = [
        threading.Thread(target=_write, args=(visitor.another(), number, journal, ended), daemon=True)
        for _ in range(hands)
    ]
    for thread in threads:
        thread.start()
    try:
        yield journal
    finally:
        ended.set()
        for thread in threads:
            thread.join(60)


def _write(visitor: Visitor, number: str, journal: Journal, ended: threading.Event) -> None:
    while not ended.is_set():
        key = str(uuid4())
        for _ in range(TRIES):
            if _sent(visitor, number, key, journal):
                journal.thanked(key)
                break
            if ended.is_set():
                break
            time.sleep(5 * PAUSE)
        time.sleep(PAUSE)


def _sent(visitor: Visitor, number: str, key: str, journal: Journal) -> bool:
    note = {"key": key, "kind": "note", "circle": "family", "on": today().isoformat(), "person": ""}
    try:
        answer = visitor.post(f"/files/{number}/note/", note | {"text": f"ملاحظة {key}"})
    except Silence:
        journal.silences += 1
        return False
    if answer.status == 302 and answer.place.endswith("#contacts"):
        return True
    journal.refused[answer.status] += 1
    return False


@dataclass(frozen=True)
class Kept:
    """What the database holds of the acknowledged notes: how often each, with its words and its line in the record."""

    rows: Counter[str]
    with_words: set[str]
    recorded: Counter[str]

    def lost(self, journal: Journal) -> set[str]:
        """Acknowledged and not there, or there without its words or its line."""
        whole = {key for key in self.rows if key in self.with_words and self.recorded[key] == 1}
        return set(journal.acknowledged) - whole

    def doubled(self) -> set[str]:
        return {key for key, count in self.rows.items() if count > 1}


def kept(cluster: Cluster) -> Kept:
    """Read behind the scenes."""
    with psycopg.connect(cluster.dsn(SUPERUSER)) as everything:
        rows = everything.execute("SELECT form_key::text FROM casefile_contact WHERE form_key IS NOT NULL")
        words = everything.execute(
            "SELECT c.form_key::text FROM casefile_contact c JOIN vault_sealed s ON s.owner = c.id "
            "WHERE c.form_key IS NOT NULL AND s.field = 'notes:text'"
        )
        lines = everything.execute(
            "SELECT c.form_key::text FROM casefile_contact c JOIN audit_event e ON e.resource = c.id "
            "WHERE c.form_key IS NOT NULL AND e.event = 'contact_recorded'"
        )
        return Kept(Counter(k for (k,) in rows), {k for (k,) in words}, Counter(k for (k,) in lines))
