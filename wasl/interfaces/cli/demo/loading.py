"""Writes the made-up families of a demonstration, each at the stage it has reached, and keeps those that are there.

The first ones come in by a list and are walked through the services; the others are written in bulk.
Histories are drawn one by one, gathered by team, and written some hundred at a time as a session of whoever answers
for that team; so memory stays small however many there are, and nothing is reached that this session could not reach.
"""

import gc
import json
from collections.abc import Container, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from datetime import date
from itertools import cycle
from pathlib import Path
from typing import Any, Protocol

from django.db import connection

from wasl.access.actor import Actor
from wasl.access.policy import programme
from wasl.interfaces.cli.demo import (
    apart,
    convoys,
    diary,
    rows_entry,
    rows_leaving,
    rows_plan,
    rows_thread,
    rows_way,
)
from wasl.interfaces.cli.demo.apart import Apart
from wasl.interfaces.cli.demo.desks import Desks
from wasl.interfaces.cli.demo.families import SyntheticFamily, families
from wasl.interfaces.cli.demo.histories import history
from wasl.interfaces.cli.demo.stages import ANNOUNCED, OPENING, Stage
from wasl.interfaces.cli.demo.terms import Terms
from wasl.interfaces.cli.demo.walker import Walk
from wasl.interfaces.cli.demo.walking import take_over, walk
from wasl.interfaces.cli.demo.writing import WORKER, Place, Writing
from wasl.journey import bulk
from wasl.journey.bulk import Whole
from wasl.kernel.clock import today
from wasl.kernel.refs import new_file_number

SEED = 7
CHUNK = 200
PENS = 2
RARELY = 200_000


class Home(Protocol):
    """What is asked of an instance: where the user names of its staff are."""

    @property
    def accounts_file(self) -> Path: ...


def load_families(instance: Home, count: int) -> dict[str, int]:
    """Families for the staff of a demo; where some are already, nothing is added."""
    listed = json.loads(instance.accounts_file.read_text(encoding="utf-8"))
    return load([one["username"] for one in listed], count)


def load(
    usernames: Iterable[str], count: int, *, seed: int = SEED, day: date | None = None
) -> dict[str, int]:
    """Write `count` families for whoever works here; answers with how many families and people there are."""
    desks = Desks.seen_by(usernames)
    often = gc.get_threshold()
    # rows are no rings, and looking for some among a million living objects took a quarter of the time
    gc.set_threshold(RARELY, *often[1:])
    try:
        there = _there(desks)
        if there["families"]:
            return there
        place = place_for(desks, day or today())
        walked = frozenset(range(min(count, len(OPENING))))
        made = _announced_and_walked(place, count, seed, walked)
        sealed: list[Apart] = []
        bulk_made = _write(desks, chunks(place, count, seed, sealed, but=walked))
        apart.write(desks, sealed)
        return {key: made[key] + bulk_made[key] for key in made}
    finally:
        gc.set_threshold(*often)
        desks.close()


def _drawn(place: Place, count: int, seed: int) -> Iterator[SyntheticFamily]:
    return families(seed, count, place.today, grid=place.terms.grid)


def _announced_and_walked(place: Place, count: int, seed: int, walked: frozenset[int]) -> dict[str, int]:
    """Those who are only announced, and the first ones of all: by lists, then step by step."""
    first = _drawn(place, min(count, ANNOUNCED), seed)
    announced = [family for family in first if family.placement.stage is Stage.EXPECTED]
    made = {"families": convoys.announce(place, announced), "people": 0}
    here = [f for f in _drawn(place, len(OPENING), seed) if f.index in walked]
    for going in _with_appointments(
        _walked(place, [f for f in here if f.placement.stage is not Stage.EXPECTED])
    ):
        made["families"] += 1
        made["people"] += len(going.writing.family.people)
    return made


def _walked(place: Place, here: list[SyntheticFamily]) -> Iterator[Walk]:
    """Those who came with a convoy, each on its days; then those whose file is opened late."""
    late = [family for family in here if OPENING[family.index].late]
    for came in convoys.arrive(place, [family for family in here if family not in late]):
        yield walk(place, came)
    for family in late:
        came_late = convoys.enter_late(place, family)
        if came_late is not None:
            yield take_over(place, came_late)


def _with_appointments(walks: Iterable[Walk]) -> Iterator[Walk]:
    for going in walks:
        diary.walked(going)
        yield going


def _write(desks: Desks, ready: Iterable[list[Whole]]) -> dict[str, int]:
    """While one chunk is sealed and another is stored, the next one is drawn."""
    made = {"families": 0, "people": 0}
    with ExitStack() as stack:
        # two threads of one place each, and not one with two places: each has a connection that it closes itself
        writing = cycle([stack.enter_context(_Pen()) for _ in range(PENS)])
        for chunk in ready:
            by = desks.writer(chunk[0].team)
            if by is None:
                continue
            next(writing).write(chunk, by)
            made["families"] += len(chunk)
            made["people"] += sum(len(family.rows["people_person"]) for family in chunk)
    return made


class _Pen:
    """Writes one chunk after the other in a thread of its own; whoever brings the next one waits for the last."""

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(1, "demo-writing")
        self._under_way: Future[None] | None = None

    def write(self, chunk: list[Whole], by: Actor) -> None:
        self._finish()
        self._under_way = self._thread.submit(bulk.write, chunk, by=by)

    def _finish(self) -> None:
        if self._under_way is not None:
            self._under_way.result()

    def __enter__(self) -> "_Pen":
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        try:
            if kind is None:
                self._finish()
        finally:
            # asked for in that thread: here the name stands for our own connection
            self._thread.submit(lambda: connection.close()).result()
            self._thread.shutdown()


def place_for(desks: Desks, day: date) -> Place:
    """Programme, staff and day of a load."""
    running = programme()
    return Place(running, Terms.of(running), desks, tuple(desks.centres(WORKER)), day)


def chunks(
    place: Place, count: int, seed: int, sealed: list[Apart], but: Container[int] = ()
) -> Iterator[list[Whole]]:
    """Families of one team at a time, ready to be written; what is to be written apart is left in `sealed`."""
    gathered: dict[int, list[Whole]] = {}
    for family in wholes(place, count, seed, sealed, but):
        waiting = gathered.setdefault(family.team, [])
        waiting.append(family)
        if len(waiting) == CHUNK:
            yield gathered.pop(family.team)
    yield from gathered.values()


def wholes(
    place: Place, count: int, seed: int, sealed: list[Apart], but: Container[int] = ()
) -> Iterator[Whole]:
    """Each family with all its rows, but for some. Those that are only announced are no files with people yet."""
    used: set[str] = set()
    for family in _drawn(place, count, seed):
        if family.placement.stage is Stage.EXPECTED or family.index in but:
            continue
        number = new_file_number()
        while number in used:
            number = new_file_number()
        used.add(number)
        writing = Writing.begin(place, family, history(family, place.today, place.terms), number)
        yield rows_of(writing)
        sealed += apart.items(writing)


def rows_of(writing: Writing) -> Whole:
    """All rows of one family."""
    for part in _PARTS:
        part(writing)
    return writing.whole


_PARTS = (
    rows_entry.file,
    rows_entry.people,
    rows_entry.reception,
    rows_entry.urgent,
    rows_entry.asked,
    rows_entry.given_to_all,
    rows_entry.handovers,
    rows_entry.grants,
    rows_way.steps,
    rows_way.waits,
    rows_thread.answers,
    rows_thread.thread,
    rows_thread.plans,
    rows_plan.conferences,
    rows_plan.approvals,
    rows_thread.reviews,
    rows_thread.notes,
    rows_leaving.exit_assessment,
    rows_leaving.talks,
    rows_leaving.departure,
    rows_leaving.acceptance,
    rows_leaving.contacts,
    rows_leaving.closing,
    diary.appointments,
)


def _there(desks: Desks) -> dict[str, int]:
    """What the teams hold already."""
    found: dict[str, Any] = {"families": 0, "people": 0}
    for by in desks.writers():
        families_known, people_known = bulk.known(viewer=by)
        found["families"] += families_known
        found["people"] += people_known
    return found
